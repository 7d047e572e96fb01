import type { RunCounts, RunSummary } from '@headrace/contracts';

import { clean } from './clean.ts';
import { plural, showCount, showElapsed } from './numbers.ts';

/** What became of a run's items, in two lines, and where to look when some were quarantined. */
export function toSummaryLines(summary: RunSummary): string {
  const { runId, dataset, version, watermark, batches, requests, durationMs } = summary;
  const work = `${plural(batches, 'batch', 'batches')}, ${plural(requests, 'request')}, ${showElapsed(durationMs)}`;
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
    `${showCount(listed)} listed`,
    `${showCount(landed)} landed`,
    `${showCount(absent)} absent`,
    `${showCount(quarantined)} quarantined`,
    ...(pending > 0 ? [`${showCount(pending)} pending`] : []),
  ].join(', ');
}
