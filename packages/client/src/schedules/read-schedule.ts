import { nextIntervals } from '@headrace/calendar';
import type { ScheduleDescription as HeldSchedule } from '@temporalio/client';

import { ScheduleNotFound } from '../errors/schedule-not-found.ts';
import type { Settings } from '../settings.ts';
import { callSchedule } from './call-schedule.ts';
import { findDrift } from './find-drift.ts';
import type { ListedSchedule, ScheduleCounts } from './schedule-description.ts';
import type { TimedSchedule } from './timed-schedule.ts';
import type { ScheduleMemo } from './to-temporal-schedule.ts';

/** A schedule of times. */
export interface HeldTimes {
  readonly schedule: ListedSchedule;
  readonly definition: TimedSchedule;
  /** As Temporal's client describes it. */
  readonly held: HeldSchedule;
}

/** The schedule of a name; `undefined` where there is none, or none of Headrace's. */
export async function findTimes(settings: Settings, name: string): Promise<HeldTimes | undefined> {
  return readSchedule(settings, name).catch((error: unknown) => {
    if (error instanceof ScheduleNotFound) return undefined;
    throw error;
  });
}

/** The same for whoever has just made or changed it. Throws `ScheduleNotFound`. */
export async function readListed(settings: Settings, name: string): Promise<ListedSchedule> {
  return (await readSchedule(settings, name)).schedule;
}

async function readSchedule(settings: Settings, name: string): Promise<HeldTimes> {
  const held = await callSchedule(settings, name, () => settings.client.schedule.getHandle(name).describe());
  const definition = findDefinition(held);
  if (definition === undefined) throw new ScheduleNotFound(name);
  return { schedule: toListed(definition, held), definition, held };
}

/** An action that somebody has replaced has lost its memo; the schedule's own is as it was made. */
function findDefinition({ action, memo }: HeldSchedule): TimedSchedule | undefined {
  const [now, first] = [action.memo, memo] as (ScheduleMemo | undefined)[];
  return (now?.definition ?? first?.definition) as TimedSchedule | undefined;
}

function toListed(definition: TimedSchedule, held: HeldSchedule): ListedSchedule {
  const { paused, note } = held.state;
  const { recentActions, createdAt, lastUpdatedAt } = held.info;
  return {
    definition,
    paused,
    note: note || null,
    drift: findDrift(definition, held),
    subscription: null,
    counts: toCounts(held),
    next: paused ? [] : nextIntervals(definition.when, { after: new Date(), limit: 5 }),
    lastAt: recentActions.at(-1)?.takenAt.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: lastUpdatedAt?.toISOString() ?? null,
  };
}

function toCounts({ info, raw }: HeldSchedule): ScheduleCounts {
  return {
    taken: info.numActionsTaken,
    missed: info.numActionsMissedCatchupWindow,
    skipped: info.numActionsSkippedOverlap,
    waiting: raw.info?.bufferSize?.toNumber() ?? 0,
    dropped: raw.info?.bufferDropped?.toNumber() ?? 0,
  };
}
