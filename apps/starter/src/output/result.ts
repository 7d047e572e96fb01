import type { AnyPipelineContract, AnyRow, RunResult } from '@headrace/contracts';

import { toJson } from './json.ts';
import { toSummaryLines } from './summary.ts';
import { toTable } from './table.ts';
import type { Terminal } from './terminal.ts';
import { toWordList } from './words.ts';

/** A run's result for people: its rows, its words, its counts, as far as it has them. Another shape is printed as JSON. */
export function showResult(contract: AnyPipelineContract, result: unknown, terminal: Terminal): string {
  if (!isPartOfRunResult(result)) return toJson(result);
  const { width, colour } = terminal;
  const { columns } = contract.dataset;
  const { summary, rows = [], words = [] } = result;
  return [
    ...(rows.length > 0 ? [toTable(rows, { columns, width, colour })] : []),
    ...(words.length > 0 ? [toWordList(words, { width })] : []),
    toSummaryLines(summary),
  ].join('\n\n');
}

const shown: readonly string[] = ['summary', 'rows', 'words'] satisfies (keyof RunResult<AnyRow>)[];

type PartOfRunResult = Pick<RunResult<AnyRow>, 'summary'> & Partial<RunResult<AnyRow>>;

/** A result with more in it than is shown here is none: nothing of it may be left out. */
function isPartOfRunResult(result: unknown): result is PartOfRunResult {
  return (
    typeof result === 'object' &&
    result !== null &&
    'summary' in result &&
    Object.keys(result).every((name) => shown.includes(name))
  );
}
