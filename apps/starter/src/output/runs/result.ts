import type { AnyPipelineContract, AnyRow, RunResult, RunCounts, RunSummary } from '@headrace/contracts';

import { plural, formatCount, formatElapsed } from '../numbers.ts';
import { toTable } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { toJson, clean } from '../text.ts';
import { toWordList } from '../words.ts';

/** A run's result for people: its rows, its words, its counts, as far as it has them. Another shape is printed as JSON. */
export function formatResult(contract: AnyPipelineContract, result: unknown, terminal: Terminal): string {
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

/** Formats a run's counts in two lines, and where to look when items were quarantined. */
export function toSummaryLines(summary: RunSummary): string {
  const { runId, dataset, version, watermark, batches, requests, durationMs } = summary;
  const work = `${plural(batches, 'batch', 'batches')}, ${plural(requests, 'request')}, ${formatElapsed(durationMs)}`;
  const published = version === null ? `${dataset}: nothing published` : `${dataset} version ${version}`;
  const upTo = watermark === undefined ? '' : ` up to ${watermark}`;
  const why = summary.skipped === undefined ? '' : `\nskipped: ${clean(summary.skipped)}`;
  const quarantine =
    summary.quarantined === 0 ? '' : `\nquarantined: headrace quarantine list --run ${runId}`;
  return `${toCounts(summary)} (${work})\n${published}${upTo}, run ${runId}${why}${quarantine}`;
}

/** `10 listed, 8 landed, 1 absent, 0 quarantined, 1 pending`. */
export function toCounts({ listed, landed, absent, quarantined }: RunCounts): string {
  const pending = listed - landed - absent - quarantined;
  return [
    `${formatCount(listed)} listed`,
    `${formatCount(landed)} landed`,
    `${formatCount(absent)} absent`,
    `${formatCount(quarantined)} quarantined`,
    ...(pending > 0 ? [`${formatCount(pending)} pending`] : []),
  ].join(', ');
}
