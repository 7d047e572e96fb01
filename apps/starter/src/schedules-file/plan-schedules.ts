import {
  compareSchedules,
  type ListedSchedule,
  type ScheduleDifference,
  type SchedulesClient,
} from '@headrace/client';
import type { ScheduleDefinition } from '@headrace/contracts';

import { explain, toErrorType } from '../errors/explain.ts';

/** A field that an apply would change. */
export interface PlannedDifference extends ScheduleDifference {
  /** Somebody has changed it in Temporal: it is changed back. */
  readonly drift: boolean;
}

interface Addition {
  readonly change: 'add';
  readonly name: string;
  readonly definition: ScheduleDefinition;
}

interface Alteration {
  readonly change: 'change';
  readonly name: string;
  readonly definition: ScheduleDefinition;
  readonly differences: readonly PlannedDifference[];
}

interface Removal {
  readonly change: 'remove';
  readonly name: string;
}

export type PlannedChange = Addition | Alteration | Removal;

/** The changes that make Temporal's schedules equal a file's. */
export interface SchedulePlan {
  /** Removals last. */
  readonly changes: readonly PlannedChange[];
  /** Names of those that are as the file says. */
  readonly unchanged: readonly string[];
  /** Names of those that are not in the file and stay. */
  readonly unlisted: readonly string[];
}

export interface PlanOptions {
  /** Schedules of Headrace that there are. */
  readonly held: readonly ListedSchedule[];
  /** Remove schedules that the file does not name; default false. */
  readonly prune?: boolean | undefined;
}

/** Compares what is wanted with what there is. */
export function planSchedules(
  wanted: readonly ScheduleDefinition[],
  { held, prune = false }: PlanOptions,
): SchedulePlan {
  const planned = wanted.map((definition) => planOne(definition, held));
  const names = new Set(wanted.map(({ name }) => name));
  const others = held.flatMap(({ definition: { name } }) => (names.has(name) ? [] : [name]));
  const changes = planned.filter((one) => one.change !== 'change' || one.differences.length > 0);
  const removals = others.map((name) => ({ change: 'remove', name }) as const);
  return {
    changes: prune ? [...changes, ...removals] : changes,
    unchanged: planned.filter((one) => !changes.includes(one)).map(({ name }) => name),
    unlisted: prune ? [] : others,
  };
}

function planOne(definition: ScheduleDefinition, held: readonly ListedSchedule[]): Addition | Alteration {
  const { name } = definition;
  const before = held.find((schedule) => schedule.definition.name === name);
  if (before === undefined) return { change: 'add', name, definition };
  return { change: 'change', name, definition, differences: toDifferences(before, definition) };
}

/** Compares the file with Temporal; `held` is Temporal's value. */
function toDifferences(
  { definition, paused, drift }: ListedSchedule,
  wanted: ScheduleDefinition,
): readonly PlannedDifference[] {
  const changed = compareSchedules({ ...definition, paused }, wanted);
  const fields = new Map(changed.map((one) => [one.field, { ...one, drift: false }]));
  for (const { field, held, wanted: known } of drift) {
    fields.set(field, { field, held, wanted: fields.get(field)?.wanted ?? known, drift: true });
  }
  return [...fields.values()];
}

/** The schedules of Headrace that there are. Those of the file are asked for by name: a list lags behind. */
export async function readHeld(
  schedules: SchedulesClient,
  wanted: readonly ScheduleDefinition[],
): Promise<readonly ListedSchedule[]> {
  const listed = await schedules.list();
  const known = new Set(listed.map(({ definition }) => definition.name));
  const found: ListedSchedule[] = [];
  for (const { name } of wanted.filter((definition) => !known.has(definition.name))) {
    const schedule = await find(schedules, name);
    if (schedule) found.push(schedule);
  }
  return [...listed, ...found];
}

async function find(schedules: SchedulesClient, name: string): Promise<ListedSchedule | undefined> {
  return schedules.describe(name).catch((error: unknown) => {
    if (toErrorType(error) === 'ScheduleNotFound') return undefined;
    throw error;
  });
}

/**
 * Makes a plan's changes, one after the other. Throws `ApplyFailed` with the first that fails; those after it are not
 * made.
 */
export async function applyPlan(
  schedules: SchedulesClient,
  { changes }: SchedulePlan,
  report: (change: PlannedChange) => void,
): Promise<void> {
  for (const [index, change] of changes.entries()) {
    try {
      await apply(schedules, change);
    } catch (error) {
      const names = changes.map(({ name }) => name);
      throw new ApplyFailed(error, {
        applied: names.slice(0, index),
        failed: change.name,
        left: names.slice(index + 1),
      });
    }
    report(change);
  }
}

async function apply(schedules: SchedulesClient, planned: PlannedChange): Promise<void> {
  const { name } = planned;
  if (planned.change === 'add') await schedules.create(planned.definition);
  else if (planned.change === 'change') await schedules.update(name, planned.definition);
  else await schedules.delete(name);
}

interface PartlyApplied {
  /** Names of the schedules that are as planned now. */
  readonly applied: readonly string[];
  readonly failed: string;
  /** Names of those that were not come to. */
  readonly left: readonly string[];
}

/** A schedule was refused in the middle of an apply. */
class ApplyFailed extends Error {
  override readonly name = 'ApplyFailed';
  readonly applied: readonly string[];
  readonly failed: string;
  readonly left: readonly string[];

  constructor(cause: unknown, { applied, failed, left }: PartlyApplied) {
    const reason = explain(cause)?.message ?? '';
    super(
      `schedule ${failed} failed: ${reason}\napplied: ${list(applied)}; not applied: ${list([failed, ...left])}; ` +
        'the same command again goes on',
      { cause },
    );
    this.applied = applied;
    this.failed = failed;
    this.left = left;
  }
}

function list(names: readonly string[]): string {
  return names.join(', ') || 'none';
}
