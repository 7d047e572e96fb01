import type { PendingActivity, RunStatus } from '@headrace/client';
import type { Steering } from '@headrace/contracts';

import { plural, formatRemaining } from '../numbers.ts';
import { toProgressLine } from '../progress.ts';
import type { Terminal } from '../terminal.ts';
import { clean, toJson } from '../text.ts';
import { formatLimit } from './limits.ts';
import { toSummaryLines } from './result.ts';

/** Formats a run's status: state, progress, steering, limits and pending work. */
export function formatStatus(status: RunStatus, now: number = Date.now()): string {
  const { runId, pipeline, state, startedAt, endedAt } = status;
  const times = endedAt === null ? ` since ${startedAt}` : `, from ${startedAt} to ${endedAt}`;
  return [`${pipeline} ${runId}: ${state}${times}`, ...toBody(status, now)].join('\n');
}

function toBody(status: RunStatus, now: number): string[] {
  const { endedAt, summary, progress, pending, limits } = status;
  if (summary && endedAt !== null) return [toSummaryLines(summary)];
  const untroubled = { ...status, pending: [], limits: [], connected: true };
  return [
    toProgressLine(untroubled, undefined),
    ...(progress && endedAt === null ? [formatSteering(progress.steering)] : []),
    ...limits.map(formatLimit),
    ...toPendingLines(pending, now),
  ];
}

/** Those that failed each with its reason, the worst first; of the others how many there are. */
function toPendingLines(pending: readonly PendingActivity[], now: number): string[] {
  const failed = pending.filter(({ lastFailure }) => lastFailure !== null);
  const working = pending.length - failed.length;
  return [
    ...failed.toSorted((a, b) => b.attempt - a.attempt).map((activity) => toFailedLine(activity, now)),
    ...(working > 0 ? [`${plural(working, 'activity', 'activities')} under way`] : []),
  ];
}

/** `land batch 3: attempt 4 in 12s, after StoreUnavailable: connection refused`. */
function toFailedLine(
  { activity, batch, attempt, nextAttemptAt, lastFailure }: PendingActivity,
  now: number,
): string {
  const name = batch === null ? activity : `${activity} batch ${batch.batch}`;
  const wait = nextAttemptAt === null ? 0 : Date.parse(nextAttemptAt) - now;
  const when = wait > 0 ? ` in ${formatRemaining(wait)}` : '';
  return clean(`${name}: attempt ${attempt}${when}, after ${lastFailure?.type}: ${lastFailure?.message}`);
}

export interface Steered {
  readonly runId: string;
  readonly steering: Steering;
  readonly json?: boolean | undefined;
}

/** Prints how a run works from now on. */
export function printSteering(terminal: Terminal, { runId, steering, json }: Steered): void {
  terminal.print(json ? toJson({ runId, steering }) : `run ${runId}: ${formatSteering(steering)}`);
}

/** `running, 4 batches at once with 32 requests each`. */
function formatSteering({ paused, parallel, concurrency }: Steering): string {
  const batches = plural(parallel, 'batch', 'batches');
  const requests = plural(concurrency, 'request');
  return `${paused ? 'paused' : 'running'}, ${batches} at once with ${requests} each`;
}
