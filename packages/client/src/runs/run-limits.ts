import { taskQueues, type Limit } from '@headrace/contracts';

import { call } from '../temporal/call.ts';
import type { Settings } from '../temporal/settings.ts';
import type { PendingActivity } from './pending-work.ts';

/** A limit that some of a run's batches have in common. */
export interface RunLimit extends Omit<Limit, 'by'> {
  /** As a batch reports it; `slot`: it waits for a free slot of an activity worker. */
  readonly by: Limit['by'] | 'slot';
  /** The number of activities, mostly batches, that wait. */
  readonly activities: number;
}

/** Reads the limits of a run's pending activities, the most frequent first. Throws `TemporalUnreachable`. */
export async function readLimits(
  settings: Settings,
  pending: readonly PendingActivity[],
  now: number = Date.now(),
): Promise<RunLimit[]> {
  const limits = countLimits(pending, now);
  if (!limits.some(({ by }) => by === 'slot')) return limits;
  const workers = await countWorkers(settings);
  return limits.map((limit) => (limit.by === 'slot' ? { ...limit, workers } : limit));
}

/** Those of one kind and host together, with the latest report's details. */
export function countLimits(pending: readonly PendingActivity[], now: number): RunLimit[] {
  const limits = pending.flatMap((activity) => toLimit(activity, now) ?? []);
  const groups = Map.groupBy(limits, ({ by, host = '' }) => `${by} ${host}`);
  return [...groups.values()]
    .map((alike) => ({ ...alike.at(-1)!, activities: alike.length }))
    .toSorted((one, other) => other.activities - one.activities);
}

function toLimit(
  { batch, nextAttemptAt, waitsForSlot }: PendingActivity,
  now: number,
): Omit<RunLimit, 'activities'> | undefined {
  if (waitsForSlot) return { by: 'slot' };
  const limit = batch?.limit;
  if (limit === undefined) return undefined;
  const isOver = limit.until !== undefined && Date.parse(limit.until) <= now;
  const isWaiting = nextAttemptAt !== null && Date.parse(nextAttemptAt) > now;
  // Between two attempts only a host's own request says what is waited for; else the failure does.
  return isOver || (isWaiting && limit.by !== 'retry-after') ? undefined : limit;
}

/** Temporal's `TASK_QUEUE_TYPE_ACTIVITY`. */
const activityQueue = 2;

/** Processes that poll for activities; one with no free slot is known for some minutes. */
async function countWorkers(settings: Settings): Promise<number> {
  const { client } = settings;
  const { pollers } = await call(settings, taskQueues.activities, () =>
    client.workflowService.describeTaskQueue({
      namespace: client.options.namespace,
      taskQueue: { name: taskQueues.activities },
      taskQueueType: activityQueue,
    }),
  );
  return pollers?.length ?? 0;
}
