import { intervalDefaults, retryDefaults, type IntervalActivities } from '@headrace/contracts';
import { proxyActivities } from '@temporalio/workflow';

// Nobody waits at a screen: an outage of the store is waited out, as landing does, and costs no interval.
const { findFinished } = proxyActivities<IntervalActivities>({
  ...intervalDefaults.findFinished,
  scheduleToCloseTimeout: '90 days',
  retry: retryDefaults,
});

/** Those of the runs that need not be run again, at most `limits.runIdsPerQuestion`. */
export async function findFinishedRuns(runIds: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set(await findFinished({ runIds }));
}
