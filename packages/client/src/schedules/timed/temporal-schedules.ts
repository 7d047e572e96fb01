import { checkWhen, intervalAt, nextIntervals } from '@headrace/calendar';
import {
  isTimed,
  runIntervalWorkflow,
  toIntervalRunId,
  type Interval,
  type Schedule,
  type TimedWhen,
  type When,
} from '@headrace/contracts';
import type { ScheduleExecutionResult, ScheduleHandle as TemporalHandle } from '@temporalio/client';

import { InvalidInput } from '../../errors/headrace-error.ts';
import { findExecution } from '../../runs/describe-run.ts';
import { toRunState } from '../../temporal/run-state.ts';
import type { Settings } from '../../temporal/settings.ts';
import type { CheckedDefinition } from '../check-definition.ts';
import {
  keepsNote,
  pausedByHand,
  type BackfillRange,
  type NextOptions,
  type ScheduleBackend,
  type ScheduleHandle,
} from '../schedule-backend.ts';
import type { DueRun, ListedSchedule, ScheduleDescription, ScheduledRun } from '../schedule-description.ts';
import { listBackfill, toTemporalRange } from './backfill-schedule.ts';
import { callSchedule, findTimes, readListed, type HeldTimes } from './read-schedule.ts';
import { toMemo, toTemporalSchedule, type ScheduleMemo, type TimedSchedule } from './temporal-schedule.ts';

/** Schedules read at once. */
const atOnce = 10;

/** Schedules of times, kept by Temporal: no worker is needed to read or change one. */
export class TemporalSchedules implements ScheduleBackend {
  readonly kind = 'timed';
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  keeps(when: When): boolean {
    return isTimed(when);
  }

  async list(): Promise<ListedSchedule[]> {
    const names = await callSchedule(this.#settings, '', () => listNames(this.#settings));
    const schedules: ListedSchedule[] = [];
    for (let index = 0; index < names.length; index += atOnce) {
      const some = names.slice(index, index + atOnce).map((name) => findTimes(this.#settings, name));
      // A deleted schedule is listed a little longer.
      schedules.push(...(await Promise.all(some)).flatMap((found) => (found ? [found.schedule] : [])));
    }
    return schedules;
  }

  async find(name: string): Promise<ScheduleHandle | undefined> {
    const held = await findTimes(this.#settings, name);
    return held && new TimedScheduleHandle(this.#settings, held);
  }

  async create(checked: CheckedDefinition): Promise<ListedSchedule> {
    const schedule = checked.schedule as TimedSchedule;
    const { name, paused = false, note } = schedule;
    await callSchedule(this.#settings, name, () =>
      this.#settings.client.schedule.create({
        scheduleId: name,
        ...toTemporalSchedule(schedule, checked.contract),
        memo: toMemo(schedule),
        state: { paused, ...(note !== undefined && { note }) },
      }),
    );
    return readListed(this.#settings, name);
  }
}

async function listNames({ client }: Settings): Promise<string[]> {
  const names: string[] = [];
  for await (const { scheduleId, action } of client.schedule.list()) {
    if (action?.workflowType === runIntervalWorkflow) names.push(scheduleId);
  }
  return names;
}

class TimedScheduleHandle implements ScheduleHandle {
  readonly listed: ListedSchedule;
  readonly #settings: Settings;
  readonly #held: HeldTimes;

  constructor(settings: Settings, held: HeldTimes) {
    this.#settings = settings;
    this.#held = held;
    this.listed = held.schedule;
  }

  async describe(): Promise<ScheduleDescription> {
    const { held, definition } = this.#held;
    const recent = await Promise.all(
      held.info.recentActions
        .toReversed()
        .map((action) => toScheduledRun(this.#settings, action, definition)),
    );
    return { ...this.listed, recent };
  }

  pause(note: string = pausedByHand): Promise<ListedSchedule> {
    return this.#change((handle) => handle.pause(note));
  }

  /** Its note is then the definition's. */
  unpause(note?: string): Promise<ListedSchedule> {
    return this.#change((handle) => handle.unpause(note ?? this.#held.definition.note ?? ''));
  }

  /** Acts on the interval that holds this moment. */
  async trigger(): Promise<DueRun> {
    const { definition } = this.#held;
    const interval = intervalAt(definition.when, new Date());
    // Temporal's default, beside what runs, would not pause the schedule where the run fails.
    const overlap = definition.overlap === 'allow-all' ? 'ALLOW_ALL' : 'BUFFER_ALL';
    await this.#call((handle) => handle.trigger(overlap));
    return toDueRun(definition, interval);
  }

  update({ schedule, contract }: CheckedDefinition): Promise<ListedSchedule> {
    const { definition, schedule: before } = this.#held;
    const { paused = before.paused } = schedule;
    const keeps = keepsNote(
      { note: definition.note, paused: before.paused },
      { note: schedule.note, paused },
    );
    const note = keeps ? (before.note ?? undefined) : schedule.note;
    return this.#change((handle) =>
      handle.update(() => ({
        ...toTemporalSchedule(schedule as TimedSchedule, contract),
        state: { paused, ...(note !== undefined && { note }) },
      })),
    );
  }

  delete(): Promise<void> {
    return this.#call((handle) => handle.delete());
  }

  /** Acts on past times, one after the other. */
  async backfill(range: BackfillRange): Promise<DueRun[]> {
    const { definition } = this.#held;
    const runs = listBackfill(definition, range).map((interval) => toDueRun(definition, interval));
    if (runs.length > 0) {
      await this.#call((handle) => handle.backfill({ ...toTemporalRange(range), overlap: 'BUFFER_ALL' }));
    }
    return runs;
  }

  async next(options?: NextOptions): Promise<Interval[]> {
    return listNextIntervals(this.#held.definition.when, options);
  }

  async #change(work: (handle: TemporalHandle) => Promise<void>): Promise<ListedSchedule> {
    await this.#call(work);
    return readListed(this.#settings, this.listed.definition.name);
  }

  #call(work: (handle: TemporalHandle) => Promise<void>): Promise<void> {
    const { name } = this.listed.definition;
    return callSchedule(this.#settings, name, () => work(this.#settings.client.schedule.getHandle(name)));
  }
}

/** Lists the intervals of the next times. Throws `InvalidInput`. */
export function listNextIntervals(
  when: TimedWhen,
  { limit = 5, after = new Date() }: NextOptions = {},
): Interval[] {
  const problem = checkWhen(when);
  if (problem === undefined) return nextIntervals(when, { limit, after });
  throw new InvalidInput('the calendar', [{ field: 'when', message: problem }]);
}

async function toScheduledRun(
  settings: Settings,
  { action, scheduledAt, takenAt }: ScheduleExecutionResult,
  current: TimedSchedule,
): Promise<ScheduledRun> {
  const { workflowId } = action.workflow;
  const starter = await findExecution(settings, workflowId);
  // The memo of that time; the present one where Temporal has forgotten the starter.
  const memo = starter?.memo as ScheduleMemo | undefined;
  const definition = (memo?.definition ?? current) as TimedSchedule;
  const run = toDueRun(definition, intervalAt(definition.when, readNominalTime(workflowId) ?? scheduledAt));
  const execution = await findExecution(settings, run.runId);
  return {
    ...run,
    takenAt: takenAt.toISOString(),
    state: execution ? toRunState(execution.status.name) : null,
  };
}

/** The time that Temporal appends to the ids of a schedule's workflows: without jitter, unlike when it was due. */
function readNominalTime(workflowId: string): Date | undefined {
  const [, time] = /-(\d{4}-\d\d-\d\dT[\d:.]+Z)$/.exec(workflowId) ?? [];
  return time === undefined ? undefined : new Date(time);
}

/** The run of a schedule's interval. */
function toDueRun({ name, pipeline }: Pick<Schedule, 'name' | 'pipeline'>, interval: Interval): DueRun {
  return { runId: toIntervalRunId({ pipeline, schedule: name, start: interval.start }), interval };
}
