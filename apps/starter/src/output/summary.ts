import type { RunSummary } from '@headrace/contracts';

import { plural, showCount, showElapsed } from './numbers.ts';

/** What became of a run's items, in two lines. */
export function toSummaryLines(summary: RunSummary): string {
  const { runId, dataset, version, listed, landed, absent, quarantined, batches, requests, durationMs } =
    summary;
  const pending = listed - landed - absent - quarantined;
  const counts = [
    `${showCount(listed)} listed`,
    `${showCount(landed)} landed`,
    `${showCount(absent)} absent`,
    `${showCount(quarantined)} quarantined`,
    ...(pending > 0 ? [`${showCount(pending)} pending`] : []),
  ].join(', ');
  const work = `${plural(batches, 'batch', 'batches')}, ${plural(requests, 'request')}, ${showElapsed(durationMs)}`;
  const published = version === null ? `${dataset}: nothing published` : `${dataset} version ${version}`;
  return `${counts} (${work})\n${published}, run ${runId}`;
}
