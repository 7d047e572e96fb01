import type { HeadraceClient } from '@headrace/client';

import type { CommandContext } from '../context.ts';
import { countThrough, toBackfillLine } from '../output/backfill-line.ts';
import { createLineReporter } from '../output/line-reporter.ts';
import { createRateMeter } from '../output/rate-meter.ts';

export interface FollowedBackfill {
  readonly headrace: HeadraceClient;
  readonly name: string;
}

/** Shows a backfill's progress until it ends, however it ends. */
export async function showBackfillProgress(
  { terminal, interrupt }: CommandContext,
  { headrace, name }: FollowedBackfill,
): Promise<void> {
  const reporter = createLineReporter(terminal, now);
  let meter = createRateMeter();
  for await (const status of headrace.backfills.watch(name, { signal: interrupt.signal })) {
    const { progress, connected, state, stopping } = status;
    // What was done before a pause says nothing of the time after it.
    if (progress?.paused) meter = createRateMeter();
    const rate = progress && connected ? meter.measure(countThrough(progress), now()) : undefined;
    const about = JSON.stringify([state, stopping, connected, progress?.paused]);
    reporter.report(toBackfillLine(status, rate), about);
  }
  terminal.live('');
}

function now(): number {
  return performance.now();
}
