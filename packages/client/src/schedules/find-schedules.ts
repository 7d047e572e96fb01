import type { When } from '@headrace/contracts';

import { ScheduleNotFound } from '../errors/schedule-errors.ts';
import type { Settings } from '../temporal/settings.ts';
import type { ScheduleBackend, ScheduleHandle } from './schedule-backend.ts';
import type { ListedSchedule } from './schedule-description.ts';
import { DatasetSchedules } from './subscribed/dataset-schedules.ts';
import { TemporalSchedules } from './timed/temporal-schedules.ts';

export interface ListSchedulesOptions {
  /** Schedules with times, which need no worker to be listed, or those that follow a dataset; both by default. */
  readonly kind?: ScheduleBackend['kind'];
}

/** Every backend there is; those that need no worker come first. */
function openBackends(settings: Settings): readonly ScheduleBackend[] {
  return [new TemporalSchedules(settings), new DatasetSchedules(settings)];
}

/** The backend that keeps schedules that are due so. */
export function findBackend(settings: Settings, when: When): ScheduleBackend {
  const backend = openBackends(settings).find((one) => one.keeps(when));
  if (backend) return backend;
  throw new TypeError(`no backend keeps schedules that are due ${JSON.stringify(when)}`);
}

/** Lists schedules by name. Throws `NoAnswer`. */
export async function listSchedules(
  settings: Settings,
  { kind }: ListSchedulesOptions = {},
): Promise<ListedSchedule[]> {
  const backends = openBackends(settings).filter((backend) => kind === undefined || backend.kind === kind);
  const lists = await Promise.all(backends.map((backend) => backend.list()));
  return lists.flat().toSorted(byName);
}

function byName({ definition: one }: ListedSchedule, { definition: other }: ListedSchedule): number {
  return one.name < other.name ? -1 : 1;
}

/** Finds a schedule by name; a later backend is asked only where the ones before have none. Throws `NoAnswer`. */
export async function findSchedule(settings: Settings, name: string): Promise<ScheduleHandle | undefined> {
  for (const backend of openBackends(settings)) {
    const found = await backend.find(name);
    if (found) return found;
  }
  return undefined;
}

/** Finds a schedule by name. Throws `ScheduleNotFound` or `NoAnswer`. */
export async function getSchedule(settings: Settings, name: string): Promise<ScheduleHandle> {
  const found = await findSchedule(settings, name);
  if (found) return found;
  throw new ScheduleNotFound(name);
}
