import { nextIntervals } from '@headrace/calendar';
import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  type ScheduleDescription as HeldSchedule,
} from '@temporalio/client';

import { InvalidInput } from '../../errors/headrace-error.ts';
import { ScheduleNotFound, ScheduleExists } from '../../errors/schedule-errors.ts';
import { toClientError } from '../../temporal/call.ts';
import type { Settings } from '../../temporal/settings.ts';
import type { ListedSchedule, ScheduleCounts } from '../schedule-description.ts';
import { findDrift } from './find-drift.ts';
import type { TimedSchedule, ScheduleMemo } from './temporal-schedule.ts';

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

/** Reads a schedule after a change. Throws `ScheduleNotFound`. */
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

/** Makes a bounded call about a schedule; what goes wrong is this client's error. */
export async function callSchedule<Answer>(
  { client, callTimeout }: Settings,
  name: string,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await client.withDeadline(Date.now() + callTimeout, ask);
  } catch (error) {
    throw toScheduleError(error, name);
  }
}

function toScheduleError(error: unknown, name: string): unknown {
  if (error instanceof ScheduleNotFoundError) return new ScheduleNotFound(name, { cause: error });
  if (error instanceof ScheduleAlreadyRunning) return new ScheduleExists(name, { cause: error });
  // Temporal refuses an invalid specification so.
  if (error instanceof TypeError) {
    return new InvalidInput(`schedule ${name}`, [{ field: 'when', message: `when: ${error.message}` }]);
  }
  return toClientError(error, name);
}
