import { isTimed, pickRunOptions, toSubscribedRunId, type Interval, type When } from '@headrace/contracts';

import { readVersions } from '../../datasets/read-dataset.ts';
import type { InvalidInput } from '../../errors/headrace-error.ts';
import { findExecution, toStart } from '../../runs/describe-run.ts';
import { startRun } from '../../runs/start-run.ts';
import { toRunState } from '../../temporal/run-state.ts';
import type { Settings } from '../../temporal/settings.ts';
import type { CheckedDefinition } from '../check-definition.ts';
import {
  keepsNote,
  pausedByHand,
  refuseSchedule,
  type ScheduleBackend,
  type ScheduleHandle,
} from '../schedule-backend.ts';
import type {
  DueRun,
  ListedSchedule,
  ScheduleDescription,
  ScheduledRun,
  TriggeredRun,
} from '../schedule-description.ts';
import { subscribe, unsubscribe } from './subscribe.ts';
import {
  findSubscription,
  listSubscriptions,
  type HeldSubscription,
  type SubscribedSchedule,
} from './subscription.ts';

/** Schedules that follow a dataset, kept by the dataset's workflow: every call needs a worker. */
export class DatasetSchedules implements ScheduleBackend {
  readonly kind = 'subscribed';
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  keeps(when: When): boolean {
    return !isTimed(when);
  }

  async list(): Promise<ListedSchedule[]> {
    return (await listSubscriptions(this.#settings)).map(toListed);
  }

  async find(name: string): Promise<ScheduleHandle | undefined> {
    const held = await findSubscription(this.#settings, name);
    return held && new SubscriptionHandle(this.#settings, held);
  }

  async create(
    { schedule }: CheckedDefinition,
    { replace = false }: { readonly replace?: boolean } = {},
  ): Promise<ListedSchedule> {
    const definition = schedule as SubscribedSchedule;
    return toListed(await subscribe(this.#settings, { definition, ...(replace && { replace }) }));
  }
}

class SubscriptionHandle implements ScheduleHandle {
  readonly listed: ListedSchedule;
  readonly #settings: Settings;
  readonly #held: HeldSubscription;

  constructor(settings: Settings, held: HeldSubscription) {
    this.#settings = settings;
    this.#held = held;
    this.listed = toListed(held);
  }

  /** With the runs of the latest versions. */
  async describe(): Promise<ScheduleDescription> {
    const { definition, since } = this.#held;
    const versions = Array.from({ length: Math.min(since, 10) }, (_, index) => since - index);
    const runIds = versions.map((version) => toRunId(definition, version));
    const recent = await Promise.all(runIds.map((runId) => findRun(this.#settings, runId)));
    return { ...this.listed, recent: recent.flat() };
  }

  /** Passes new versions over. */
  pause(note: string = pausedByHand): Promise<ListedSchedule> {
    return this.#replace({ ...this.#held.definition, paused: true }, note);
  }

  /** Follows versions again, from the next one on. */
  unpause(note?: string): Promise<ListedSchedule> {
    return this.#replace({ ...this.#held.definition, paused: false }, note);
  }

  /** Starts the newest version's run, unless that is finished or running. Throws `InvalidInput` before the first version. */
  async trigger(): Promise<TriggeredRun> {
    const { definition } = this.#held;
    const { name, pipeline, when } = definition;
    const contract = this.#settings.pipelines.find((one) => one.name === pipeline);
    if (contract === undefined) throw refuseSchedule(name, 'pipeline', `there is no pipeline ${pipeline}`);
    const [newest] = await readVersions(this.#settings, { dataset: when.on, limit: 1 });
    if (newest === undefined) {
      throw refuseSchedule(name, 'on', `${when.on} has no version yet; its first starts a run`);
    }
    const { version, interval } = newest;
    const { runId } = await startRun(this.#settings, contract, {
      id: toRunId(definition, version),
      ...pickRunOptions('schedule', definition),
      ...(interval && { interval, schedule: name }),
    });
    return { runId, interval };
  }

  /** Goes on from the version reached; on another dataset, from that one's newest. */
  async update(checked: CheckedDefinition): Promise<ListedSchedule> {
    const { definition: before, note: said } = this.#held;
    const schedule = checked.schedule as SubscribedSchedule;
    const { paused: wasPaused = false } = before;
    const { paused = wasPaused } = schedule;
    const definition = { ...schedule, paused };
    if (schedule.when.on === before.when.on) {
      const keeps = keepsNote({ note: before.note, paused: wasPaused }, definition);
      return this.#replace(definition, keeps ? said : undefined);
    }
    const made = await subscribe(this.#settings, { definition });
    await this.delete();
    return toListed(made);
  }

  delete(): Promise<void> {
    return unsubscribe(this.#settings, this.#held.definition);
  }

  async backfill(): Promise<DueRun[]> {
    throw this.#refuseTimes();
  }

  async next(): Promise<Interval[]> {
    throw this.#refuseTimes();
  }

  async #replace(definition: SubscribedSchedule, note: string | undefined): Promise<ListedSchedule> {
    const said = note === undefined ? {} : { note };
    return toListed(await subscribe(this.#settings, { definition, replace: true, ...said }));
  }

  #refuseTimes(): InvalidInput {
    const { name, pipeline, when } = this.#held.definition;
    const other = `a backfill runs ${pipeline} over past intervals`;
    return refuseSchedule(name, 'when', `it runs on new versions of ${when.on} and has no times; ${other}`);
  }
}

const noTimes = { taken: 0, missed: 0, skipped: 0, waiting: 0, dropped: 0 };

/** A subscription in the shape of every listed schedule. */
function toListed({ definition, since, lastRun, note }: HeldSubscription): ListedSchedule {
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

async function findRun(settings: Settings, runId: string): Promise<ScheduledRun[]> {
  const execution = await findExecution(settings, runId);
  if (execution === undefined) return [];
  const { memo, startTime, status } = execution;
  const takenAt = toStart(memo, startTime).toISOString();
  return [{ runId, interval: null, takenAt, state: toRunState(status.name) }];
}

function toRunId({ name, pipeline }: SubscribedSchedule, version: number): string {
  return toSubscribedRunId({ pipeline, schedule: name, version });
}
