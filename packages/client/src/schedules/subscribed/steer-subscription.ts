import { pickRunOptions, toSubscribedRunId } from '@headrace/contracts';

import { readVersions } from '../../datasets/read-dataset.ts';
import { InvalidInput } from '../../errors/headrace-error.ts';
import { findExecution, toStart } from '../../runs/describe-run.ts';
import { startRun } from '../../runs/start-run.ts';
import { toRunState } from '../../temporal/run-state.ts';
import type { Settings } from '../../temporal/settings.ts';
import type {
  ListedSchedule,
  ScheduleDescription,
  ScheduledRun,
  TriggeredRun,
} from '../schedule-description.ts';
import { pausedByHand } from '../timed/steer-schedule.ts';
import { subscribe } from './subscribe.ts';
import type { HeldSubscription, SubscribedSchedule } from './subscription.ts';

const noTimes = { taken: 0, missed: 0, skipped: 0, waiting: 0, dropped: 0 };

/** A subscription in the shape of every listed schedule. */
export function toListed({ definition, since, lastRun, note }: HeldSubscription): ListedSchedule {
  const { paused = false, ...schedule } = definition;
  return {
    definition: schedule,
    paused,
    note: (note ?? schedule.note) || null,
    drift: [],
    subscription: { since, lastRun },
    counts: noTimes,
    next: [],
    lastAt: null,
    createdAt: null,
    updatedAt: null,
  };
}

/** Describes a subscription with the runs of the latest versions. */
export async function describeSubscription(
  settings: Settings,
  held: HeldSubscription,
): Promise<ScheduleDescription> {
  const { definition, since } = held;
  const versions = Array.from({ length: Math.min(since, 10) }, (_, index) => since - index);
  const runIds = versions.map((version) => toRunId(definition, version));
  const recent = await Promise.all(runIds.map((runId) => findRun(settings, runId)));
  return { ...toListed(held), recent: recent.flat() };
}

async function findRun(settings: Settings, runId: string): Promise<ScheduledRun[]> {
  const execution = await findExecution(settings, runId);
  if (execution === undefined) return [];
  const { memo, startTime, status } = execution;
  const takenAt = toStart(memo, startTime).toISOString();
  return [{ runId, interval: null, takenAt, state: toRunState(status.name) }];
}

/** Has new versions passed over. */
export async function pauseSubscription(
  settings: Settings,
  { definition }: HeldSubscription,
  note: string = pausedByHand,
): Promise<ListedSchedule> {
  const paused = { ...definition, paused: true };
  return toListed(await subscribe(settings, { definition: paused, replace: true, note }));
}

/** Has versions followed again, from the next one on. */
export async function unpauseSubscription(
  settings: Settings,
  { definition }: HeldSubscription,
  note?: string,
): Promise<ListedSchedule> {
  const active = { ...definition, paused: false };
  const said = note === undefined ? {} : { note };
  return toListed(await subscribe(settings, { definition: active, replace: true, ...said }));
}

/** Puts a definition in place of the one there is; it goes on from the version that it has got to. */
export async function updateSubscription(
  settings: Settings,
  { definition: known, note }: HeldSubscription,
  schedule: SubscribedSchedule,
): Promise<ListedSchedule> {
  const { paused: wasPaused = false } = known;
  const { paused = wasPaused } = schedule;
  const isAsBefore = schedule.note === known.note && paused === wasPaused;
  const said = isAsBefore && note !== undefined ? { note } : {};
  const definition = { ...schedule, paused };
  return toListed(await subscribe(settings, { definition, replace: true, ...said }));
}

/** Starts the newest version's run, paused or not, unless it is finished or running. Throws `InvalidInput` before the first. */
export async function triggerSubscription(
  settings: Settings,
  { definition }: HeldSubscription,
): Promise<TriggeredRun> {
  const { name, pipeline, when } = definition;
  const contract = settings.pipelines.find((one) => one.name === pipeline);
  if (contract === undefined) throw refuse(name, 'pipeline', `there is no pipeline ${pipeline}`);
  const [newest] = await readVersions(settings, { dataset: when.on, limit: 1 });
  if (newest === undefined) throw refuse(name, 'on', `${when.on} has no version yet; its first starts a run`);
  const { version, interval } = newest;
  const { runId } = await startRun(settings, contract, {
    id: toRunId(definition, version),
    ...pickRunOptions('schedule', definition),
    ...(interval && { interval, schedule: name }),
  });
  return { runId, interval };
}

/** Refuses a question about times. */
export function refuseTimes({ definition }: HeldSubscription): InvalidInput {
  const { name, pipeline, when } = definition;
  const other = `a backfill runs ${pipeline} over past intervals`;
  return refuse(name, 'when', `it runs on new versions of ${when.on} and has no times; ${other}`);
}

function refuse(name: string, field: 'when' | 'on' | 'pipeline', problem: string): InvalidInput {
  return new InvalidInput(`schedule ${name}`, [{ field, message: `${field}: ${problem}` }]);
}

function toRunId({ name, pipeline }: SubscribedSchedule, version: number): string {
  return toSubscribedRunId({ pipeline, schedule: name, version });
}
