import type { RunStatus } from '@headrace/client';

import { clean } from './clean.ts';
import { toProgressLine } from './progress-line.ts';
import { toSummaryLines } from './summary.ts';

/** A run's status for people: its state, what it is at, and what it waits for. */
export function showStatus(status: RunStatus): string {
  const { runId, pipeline, state, startedAt, endedAt, summary, pending } = status;
  const times = `since ${startedAt}${endedAt === null ? '' : ` until ${endedAt}`}`;
  const untroubled = { ...status, pending: [], connected: true };
  return [
    `${pipeline} ${runId}: ${state} ${times}`,
    ...(summary && endedAt !== null ? [toSummaryLines(summary)] : [toProgressLine(untroubled, undefined)]),
    ...pending.map(({ activity, attempt, lastFailure, batch }) => {
      const number = batch === null ? '' : ` batch ${batch.batch}`;
      const failure = lastFailure ? ` after ${lastFailure.type}: ${lastFailure.message}` : '';
      return clean(`${activity}${number} attempt ${attempt}${failure}`);
    }),
  ].join('\n');
}
