import { setImmediate as allMicrotasks } from 'node:timers/promises';

import { assert, asyncProperty, array, boolean, constantFrom, integer, record, scheduler } from 'fast-check';
import { describe, expect, it } from 'vitest';

import { runInWindow, type Task } from './window.ts';

/** Temporal's `condition`, for a world that is told when it changed. */
function createWorld() {
  const waiting = new Set<{ holds: () => boolean; resolve: () => void; reject: (reason: unknown) => void }>();
  let cancelled: Error | undefined;
  return {
    until(holds: () => boolean): Promise<void> {
      return new Promise((resolve, reject) => {
        if (cancelled) reject(cancelled);
        else if (holds()) resolve();
        else waiting.add({ holds, resolve, reject });
      });
    },
    changed(): void {
      for (const wait of waiting) {
        if (!cancelled && !wait.holds()) continue;
        waiting.delete(wait);
        if (cancelled) wait.reject(cancelled);
        else wait.resolve();
      }
    },
    cancel(): void {
      cancelled = new Error('cancelled');
    },
  };
}

type World = ReturnType<typeof createWorld>;
type Fate = 'completes' | 'fails' | 'is terminated' | 'is cancelled';

const fates = array(
  constantFrom<Fate>('completes', 'completes', 'completes', 'fails', 'is terminated', 'is cancelled'),
  {
    maxLength: 40,
  },
);

interface Seen {
  readonly started: number[];
  readonly ended: number[];
  peak: number;
}

function tasksOf(list: readonly Fate[], seen: Seen, end: (index: number) => Promise<void>): Task[] {
  let inFlight = 0;
  return list.map((fate, index) => async () => {
    seen.started.push(index);
    seen.peak = Math.max(seen.peak, (inFlight += 1));
    try {
      await end(index);
      if (fate !== 'completes') throw new Error(`${index} ${fate}`);
    } finally {
      inFlight -= 1;
      seen.ended.push(index);
    }
  });
}

/** Lets the world look again after every step of the schedule. */
async function settle<Result>(
  work: Promise<Result>,
  world: World,
  step: () => Promise<boolean>,
): Promise<PromiseSettledResult<Result>> {
  const over = new AbortController();
  const settled = Promise.allSettled([work]).then(([result]) => {
    over.abort();
    return result;
  });
  while (!over.signal.aborted) {
    await step();
    // As in a workflow task, everything that can go on does before the world changes again.
    await allMicrotasks();
    world.changed();
    await allMicrotasks();
  }
  return settled;
}

describe('runInWindow', () => {
  it('runs all, in order, never more than fit, and awaits each, whatever the order and the fate of the tasks', async () => {
    await assert(
      asyncProperty(
        scheduler(),
        fates,
        integer({ min: 1, max: 8 }),
        boolean(),
        async (order, list, size, isAsync) => {
          const world = createWorld();
          const seen: Seen = { started: [], ended: [], peak: 0 };
          const tasks = tasksOf(
            list,
            seen,
            async (index) => void (await order.schedule(Promise.resolve(), `${index}`)),
          );
          const window = runInWindow(isAsync ? oneByOne(tasks) : tasks, {
            size: () => size,
            until: world.until,
          });
          const result = await settle(window, world, () => next(order));

          expect(seen.started).toEqual(seen.started.toSorted((a, b) => a - b));
          expect(seen.started.toSorted((a, b) => a - b)).toEqual(seen.ended.toSorted((a, b) => a - b));
          expect(seen.peak).toBeLessThanOrEqual(size);
          const failed = list.findIndex((fate) => fate !== 'completes');
          if (failed === -1) {
            expect(result).toEqual({ status: 'fulfilled', value: { drained: true } });
            expect(seen.started).toHaveLength(list.length);
            expect(seen.peak).toBe(Math.min(size, list.length));
          } else {
            expect(result.status).toBe('rejected');
            // A failure frees its place, but for nobody.
            expect(seen.started.length).toBeLessThanOrEqual(list.length);
            expect(seen.started).toContain(failed);
          }
        },
      ),
    );
  });

  it('starts nothing after a cancellation, and loses sight of nothing that started', async () => {
    const shape = record({
      list: fates,
      size: integer({ min: 1, max: 6 }),
      after: integer({ min: 0, max: 20 }),
    });
    await assert(
      asyncProperty(scheduler(), shape, async (order, { list, size, after }) => {
        const world = createWorld();
        const seen: Seen = { started: [], ended: [], peak: 0 };
        const tasks = tasksOf(
          list,
          seen,
          async (index) => void (await order.schedule(Promise.resolve(), `${index}`)),
        );
        const window = runInWindow(tasks, { size: () => size, until: world.until });
        let steps = 0;
        let startedByThen = -1;
        await settle(window, world, async () => {
          if (steps === after) {
            world.cancel();
            startedByThen = seen.started.length;
          }
          steps += 1;
          return next(order);
        });
        expect(seen.ended.toSorted((a, b) => a - b)).toEqual(seen.started.toSorted((a, b) => a - b));
        if (startedByThen !== -1) expect(seen.started.length).toBeLessThanOrEqual(startedByThen + 1);
      }),
    );
  });

  it.each([true, false])('gives the next task up after a failure: %s', async (givesUp) => {
    const [failing, asked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    async function* tasks(): AsyncIterable<Task> {
      yield () => failing.promise;
      await asked.promise;
      yield () => Promise.resolve();
    }
    const { until } = createWorld();
    let hasEnded = false;
    const window = runInWindow(tasks(), { size: () => 2, until, givesUp: () => givesUp }).finally(() => {
      hasEnded = true;
    });
    window.catch(() => {});
    await allMicrotasks();
    failing.reject(new Error('the first failed'));
    await allMicrotasks();
    expect(hasEnded).toBe(givesUp);
    asked.resolve();
    await expect(window).rejects.toThrow('the first failed');
  });

  it('grows and shrinks with its size, and starts nothing while it is paused', async () => {
    const moments = array(record({ size: integer({ min: 1, max: 6 }), paused: boolean() }), {
      maxLength: 20,
    });
    await assert(
      asyncProperty(scheduler(), integer({ min: 0, max: 30 }), moments, async (order, count, plan) => {
        const world = createWorld();
        const seen: Seen = { started: [], ended: [], peak: 0 };
        let now = { size: 2, paused: false };
        const tasks = tasksOf(
          Array.from({ length: count }, () => 'completes' as const),
          seen,
          async (index) => {
            expect(now.paused).toBe(false);
            await order.schedule(Promise.resolve(), `${index}`);
          },
        );
        const window = runInWindow(tasks, {
          size: () => now.size,
          isPaused: () => now.paused,
          until: world.until,
        });
        const waiting = plan.values();
        const result = await settle(window, world, async () => {
          now = waiting.next().value ?? { size: 2, paused: false };
          return next(order);
        });
        expect(result.status).toBe('fulfilled');
        expect(seen.ended).toHaveLength(count);
      }),
    );
  });

  it('closes when asked to, having awaited what is in flight, and says that it did not drain', async () => {
    const seen: Seen = { started: [], ended: [], peak: 0 };
    const world = createWorld();
    const tasks = tasksOf(['completes', 'completes', 'completes'], seen, () => Promise.resolve());
    const window = runInWindow(tasks, {
      size: () => 1,
      isClosing: () => seen.ended.length >= 2,
      until: world.until,
    });
    const result = await settle(window, world, async () => false);
    expect(result).toEqual({ status: 'fulfilled', value: { drained: false } });
    expect(seen.ended).toEqual([0, 1]);
  });

  it('throws what the list of tasks throws, once what is in flight has ended', async () => {
    const seen: Seen = { started: [], ended: [], peak: 0 };
    const world = createWorld();
    async function* broken(): AsyncIterable<Task> {
      yield* tasksOf(['completes'], seen, () => Promise.resolve());
      throw new Error('the plan failed');
    }
    const window = runInWindow(broken(), { size: () => 3, until: world.until });
    const result = await settle(window, world, async () => false);
    expect(result).toMatchObject({ status: 'rejected', reason: { message: 'the plan failed' } });
    expect(seen.ended).toEqual([0]);
  });
});

async function* oneByOne(tasks: readonly Task[]): AsyncIterable<Task> {
  for (const task of tasks) {
    await Promise.resolve();
    yield task;
  }
}

async function next(order: { count(): number; waitOne(): Promise<void> }): Promise<boolean> {
  if (order.count() === 0) return false;
  await order.waitOne();
  return true;
}
