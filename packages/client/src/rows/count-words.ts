import {
  countRunWordsWorkflow,
  findTextField,
  toColumnName,
  validateInput,
  wordsRequest,
  type AnyPipelineContract,
  type CountWordsRequest,
  type WordCount,
  type WordsRequest,
} from '@headrace/contracts';

import { InvalidInput } from '../errors/headrace-error.ts';
import { askWorkers } from '../temporal/ask.ts';
import type { Settings } from '../temporal/settings.ts';
import { readPage } from './read-rows.ts';

export interface WordsOptions extends Partial<WordsRequest> {
  /** The pipeline's latest concluded run where it is not given. */
  readonly runId?: string;
}

export interface RunWords {
  readonly dataset: string;
  readonly runId: string;
  readonly column: string;
  /** Most frequent first, ties by word. */
  readonly words: readonly WordCount[];
}

/** How long the workers are given to count, ms: a million rows take minutes. */
const countTimeout = 60 * 60_000;

/**
 * The most frequent words of a text column over a run's rows, counted by the workers.
 * Throws `InvalidInput`, `RunNotFound`, `NoAnswer` or `TemporalUnreachable`.
 */
export async function countWords(
  settings: Settings,
  contract: AnyPipelineContract,
  { runId: wanted, ...given }: WordsOptions = {},
): Promise<RunWords> {
  const { field, options } = checkOptions(contract, given);
  const pipeline = contract.name;
  // Workers that read a row at once are there, and may be waited for.
  const { dataset, runId } = await readPage(settings, {
    pipeline,
    limit: 1,
    ...(wanted !== undefined && { runId: wanted }),
  });
  const request: CountWordsRequest = { runId, pipeline, field, ...options };
  const words = await askWorkers<WordCount[]>(
    { ...settings, pageTimeout: countTimeout },
    {
      workflow: countRunWordsWorkflow,
      request,
      id: `count-words/${pipeline}`,
      summary: `Words of ${pipeline}`,
      subject: pipeline,
      work: `counting the words of run ${runId}`,
      runId,
    },
  );
  return { dataset, runId, column: toColumnName(field), words };
}

interface CheckedOptions {
  readonly field: string;
  readonly options: Omit<WordsRequest, 'column'>;
}

function checkOptions({ name, dataset }: AnyPipelineContract, given: Partial<WordsRequest>): CheckedOptions {
  const { input, problems = [] } = validateInput(wordsRequest, given);
  const { field, problem } = findTextField(dataset, given.column);
  if (input !== undefined && field !== undefined) {
    const { column: _column, ...options } = input as unknown as WordsRequest;
    return { field, options };
  }
  const missing = problem === undefined ? [] : [{ field: 'column', message: `column: ${problem}` }];
  throw new InvalidInput(name, [...missing, ...problems]);
}
