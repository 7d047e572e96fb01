import {
  emptyDataset,
  limits,
  meets,
  normaliseSchedule,
  type DatasetReading,
  type DatasetState,
  type DatasetUse,
  type ReadDatasetRequest,
  type Waiter,
} from '@headrace/contracts';
import {
  array,
  assert,
  constant,
  constantFrom,
  nat,
  oneof,
  property,
  record,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  addSubscription,
  addWaiter,
  recordVersion,
  isWaiter,
  findSubscriptionProblem,
  findWaiterProblem,
  recordDone,
  toQuestion,
  toTasks,
  withoutSubscription,
  withoutWaiter,
  type DatasetTask,
} from './state.ts';

const dataset = 'things';
const names = constantFrom('a', 'b');
const days = nat({ max: 2 });

type Event =
  | { readonly kind: 'publish'; readonly day: number }
  | { readonly kind: 'wait'; readonly name: string; readonly day: number | undefined }
  | { readonly kind: 'forget' | 'find' | 'subscribe' | 'unsubscribe'; readonly name: string }
  | { readonly kind: 'ask' | 'take' | 'settle' | 'carry' }
  | { readonly kind: 'send'; readonly tasks: number };

/** What can happen, in any order: a reading and what follows from it take a while, and all else happens meanwhile. */
const events: Arbitrary<Event[]> = array(
  oneof<Arbitrary<Event>[]>(
    record({ kind: constant('publish'), day: days }),
    record({ kind: constant('wait'), name: names, day: oneof(days, constant(undefined)) }),
    record({ kind: constantFrom('forget', 'find', 'subscribe', 'unsubscribe'), name: names }),
    record({ kind: constantFrom('ask', 'take', 'settle', 'carry') }),
    record({ kind: constant('send'), tasks: nat({ max: 3 }) }),
  ),
  { maxLength: 100, size: 'max' },
);

function toInstant(day: number): string {
  return new Date(Date.UTC(2026, 0, 1 + day)).toISOString();
}

/** The store, the people around a dataset, and its workflow's steps one by one. */
class World {
  state: DatasetState = emptyDataset(dataset);
  readonly versions: DatasetUse[] = [];
  /** Registrations that are neither answered, forgotten nor taken back. */
  readonly open = new Map<string, Waiter>();
  readonly answers: { waiter: Waiter; use: DatasetUse }[] = [];
  /** Versions by the number of the subscription. */
  readonly starts = new Map<string, number[]>();
  /** The newest version as a subscriber's look at the store found it. */
  readonly found = new Map<string, number>();
  /** Subscriptions by name, each with a number of its own. */
  readonly subscribed = new Map<string, { note: string; since: number }>();
  subscriptions = 0;
  asked: { question: ReadDatasetRequest; reading: DatasetReading } | undefined;
  tasks: DatasetTask[] = [];
  readonly sent: DatasetTask[] = [];

  apply(event: Event): void {
    switch (event.kind) {
      case 'publish':
        return this.publish(event.day);
      case 'wait':
        return this.wait(event.name, event.day);
      case 'forget':
        this.open.delete(event.name);
        this.state = withoutWaiter(this.state, event.name);
        return undefined;
      case 'find':
        if (!this.subscribed.has(event.name)) this.found.set(event.name, this.versions.length);
        return undefined;
      case 'subscribe':
        return this.subscribe(event.name);
      case 'unsubscribe':
        this.subscribed.delete(event.name);
        this.state = withoutSubscription(this.state, event.name);
        return undefined;
      case 'ask':
        return this.ask();
      case 'take':
        return this.take();
      case 'send':
        return this.send(event.tasks);
      case 'settle':
        return this.recordDone();
      default:
        return this.carry();
    }
  }

  publish(day: number): void {
    const version = this.versions.length + 1;
    const interval = { start: toInstant(day), end: toInstant(day + 1) };
    this.versions.push({ dataset, version, pipeline: 'things', run: `run-${version}`, interval });
    // Every other bell is lost.
    if (version % 2 === 0) this.state = recordVersion(this.state, version);
  }

  wait(name: string, day: number | undefined): void {
    const waiter: Waiter = { waiter: name, ...(day !== undefined && { start: toInstant(day) }) };
    this.open.set(name, waiter);
    this.state = addWaiter(this.state, waiter);
  }

  subscribe(name: string): void {
    if (this.subscribed.has(name)) return;
    const since = this.found.get(name) ?? this.versions.length;
    this.found.delete(name);
    const note = `${(this.subscriptions += 1)}`;
    this.subscribed.set(name, { note, since });
    const definition = normaliseSchedule({ name, pipeline: 'things', when: { on: dataset }, note });
    this.state = addSubscription(this.state, { definition, since });
  }

  ask(): void {
    const question = toQuestion(this.state);
    if (this.asked || this.tasks.length + this.sent.length > 0 || question === undefined) return;
    this.asked = { question, reading: this.read({ ...question, limit: 2 }) };
  }

  read({ after = Infinity, limit, needs }: ReadDatasetRequest): DatasetReading {
    const newer = this.versions.filter(({ version }) => version > after);
    const met = needs.flatMap((need) => {
      const use = this.versions.findLast((version) => meets(need, version));
      return use ? [{ ...need, use }] : [];
    });
    const more = newer.length > limit || met.length > limit;
    return { versions: newer.slice(0, limit), met: met.slice(0, limit), more };
  }

  take(): void {
    if (this.asked === undefined) return;
    const { question, reading } = this.asked;
    this.asked = undefined;
    this.tasks = toTasks(this.state, { after: question.after, reading });
  }

  /** Does some of the tasks; that they are done is kept later. */
  send(count: number): void {
    for (const task of this.tasks.splice(0, count)) {
      this.execute(task);
      this.sent.push(task);
    }
  }

  recordDone(): void {
    this.state = this.sent.splice(0).reduce(recordDone, this.state);
  }

  execute(task: DatasetTask): void {
    const { use } = task;
    if (task.kind === 'answer') return this.answer(task.waiter, use);
    const { note = '' } = task.subscription.definition;
    this.starts.set(note, [...(this.starts.get(note) ?? []), use.version]);
  }

  answer(waiter: Waiter, use: DatasetUse): void {
    this.answers.push({ waiter, use });
    if (this.open.get(waiter.waiter)?.start === waiter.start) this.open.delete(waiter.waiter);
  }

  /** Continues as new, as a full history makes it: what is left to do is found again. */
  carry(): void {
    this.recordDone();
    this.tasks = [];
    this.asked = undefined;
    this.state = JSON.parse(JSON.stringify(this.state)) as DatasetState;
  }

  /** Lets the workflow come to rest. */
  rest(): void {
    for (let round = 0; round < 60; round += 1) {
      this.send(Infinity);
      this.recordDone();
      this.take();
      this.send(Infinity);
      this.recordDone();
      this.ask();
    }
  }
}

describe('what a dataset keeps', () => {
  it('answers every waiter that can be answered once, and keeps the others, whatever comes in between', () => {
    assert(
      property(events, (list) => {
        const world = new World();
        for (const event of list) world.apply(event);
        world.rest();
        for (const { waiter, use } of world.answers) expect(meets(waiter, use)).toBe(true);
        const waiting = world.state.waiters.map(({ waiter }) => waiter).toSorted();
        expect(waiting).toEqual([...world.open.keys()].toSorted());
        for (const waiter of world.open.values()) {
          expect(world.versions.some((version) => meets(waiter, version))).toBe(false);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('answers no more often than somebody waited', () => {
    assert(
      property(events, (list) => {
        const world = new World();
        for (const event of list) world.apply(event);
        world.rest();
        for (const name of ['a', 'b']) {
          const waits = list.filter((event) => event.kind === 'wait' && event.name === name);
          const answers = world.answers.filter(({ waiter }) => waiter.waiter === name);
          expect(answers.length).toBeLessThanOrEqual(waits.length);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('starts each subscription once for every version past its beginning, in order, through lost bells', () => {
    assert(
      property(events, (list) => {
        const world = new World();
        for (const event of list) world.apply(event);
        world.rest();
        for (const { note, since } of world.subscribed.values()) {
          const wanted = world.versions.slice(since).map(({ version }) => version);
          expect(world.starts.get(note) ?? []).toEqual(wanted);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('hears of nothing older, and of nothing from a signal without a version', () => {
    const state = recordVersion(emptyDataset(dataset), 3);
    expect(recordVersion(state, 2)).toBe(state);
    expect(recordVersion(state, undefined as unknown as number)).toBe(state);
  });

  it('takes nobody for a waiter whose start the store could not read', () => {
    const starts = ['x', 'x 1', '2026-02-30T00:00:00.000Z', '+010000-01-01T00:00:00.000Z', 1, null];
    for (const start of starts) expect(isWaiter({ waiter: 'w', start } as Waiter)).toBe(false);
    for (const given of [undefined, {}, { waiter: 1 } as unknown as Waiter])
      expect(isWaiter(given)).toBe(false);
    for (const start of [undefined, '2026-11-21', '2026-11-21T00:00:00.000Z']) {
      expect(isWaiter({ waiter: 'w', ...(start && { start }) })).toBe(true);
    }
  });

  it('takes no more waiters and subscriptions than it can carry, and says why', () => {
    let state = emptyDataset(dataset);
    for (let index = 0; index < limits.datasetWaiters; index += 1)
      state = addWaiter(state, { waiter: `w${index}` });
    expect(findWaiterProblem(state, { waiter: 'w0' })).toBeUndefined();
    expect(findWaiterProblem(state, { waiter: 'another' })).toContain('1000 runs wait for things already');
    const note = 'x'.repeat(limits.payloadBytes);
    const large = normaliseSchedule({ name: 'large', pipeline: 'things', when: { on: dataset }, note });
    expect(findSubscriptionProblem(emptyDataset(dataset), large)).toContain('there is room for 200000');
    const wide = { ...large, note: '節'.repeat(limits.payloadBytes / 2) };
    expect(findSubscriptionProblem(emptyDataset(dataset), wide)).toContain('there is room for 200000');
  });
});
