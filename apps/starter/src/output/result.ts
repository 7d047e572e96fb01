import type { AnyPipelineContract, AnyRow, RunResult } from '@headrace/contracts';

import { toJson } from './json.ts';
import { toSummaryLines } from './summary.ts';
import { toTable } from './table.ts';
import type { Terminal } from './terminal.ts';
import { toWordList } from './words.ts';

/** A run's result for people: its rows, its words, its counts. Another shape than `RunResult` is printed as JSON. */
export function showResult(contract: AnyPipelineContract, result: unknown, terminal: Terminal): string {
  if (!isRunResult(result)) return toJson(result);
  const { width, colour } = terminal;
  const { columns } = contract.dataset;
  return [
    ...(result.rows.length > 0 ? [toTable(result.rows, { columns, width, colour })] : []),
    ...(result.words.length > 0 ? [toWordList(result.words)] : []),
    toSummaryLines(result.summary),
  ].join('\n\n');
}

function isRunResult(result: unknown): result is RunResult<AnyRow> {
  return (
    typeof result === 'object' &&
    result !== null &&
    'summary' in result &&
    'rows' in result &&
    'words' in result
  );
}
