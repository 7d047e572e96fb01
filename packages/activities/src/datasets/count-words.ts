import {
  findTextField,
  terminalErrors,
  validateInput,
  wordsRequest,
  type AnyDatasetContract,
  type CountWordsRequest,
  type DatasetActivities,
  type RowCursor,
  type WordCount,
} from '@headrace/contracts';
import { Context } from '@temporalio/activity';

import type { ActivityDependencies } from '../dependencies.ts';
import { withFailures } from '../landing/failures.ts';
import { contractOf } from '../pipeline-of.ts';
import { createWordCounter } from './words.ts';

/** Rows of one page; the store cuts it shorter by bytes. */
const pageRows = 1_000;

/** Words of what has none, or counted in a way there is none. */
class InvalidWords extends Error {
  override readonly name = 'InvalidWords';
  readonly type = terminalErrors.invalidInput;
}

/** Counts the words of a text field over a run's rows, a page at a time. */
export function createCountWords(dependencies: ActivityDependencies): DatasetActivities['countWords'] {
  return (request) => withFailures(() => countWords(request, dependencies));
}

async function countWords(request: CountWordsRequest, { store }: ActivityDependencies): Promise<WordCount[]> {
  const context = Context.current();
  const contract = contractOf(request.pipeline);
  const field = checkRequest(contract.dataset, request);
  const counter = createWordCounter(request);
  const { runId } = request;
  let after: RowCursor | undefined;
  do {
    context.cancellationSignal.throwIfAborted();
    context.heartbeat(after);
    const page = await store.readRows(contract, {
      pipeline: contract.name,
      runId,
      limit: pageRows,
      ...(after && { after }),
    });
    for (const row of page.rows) counter.add(String(row[field] ?? ''));
    after = page.next;
  } while (after !== undefined);
  return counter.top(request.limit);
}

/** The field whose words to count. Throws a terminal `InvalidWords`. */
function checkRequest(dataset: AnyDatasetContract, request: CountWordsRequest): string {
  const { field, limit, language, minimumLength } = request;
  const { problems = [] } = validateInput(wordsRequest, { limit, language, minimumLength });
  const found = findTextField(dataset, field);
  if (problems.length === 0 && found.field !== undefined) return found.field;
  const messages = [found.problem, ...problems.map(({ message }) => message)];
  throw new InvalidWords(messages.filter((message) => message !== undefined).join('; '));
}
