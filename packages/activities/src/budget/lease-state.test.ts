import { describe, expect, test } from 'vitest';

import { LeaseState } from './lease-state.ts';
import type { Lease } from './lease.ts';

const budget = { requestsPerSecond: 100, burst: 1, concurrent: 10 };
const granted: Lease = { requests: 5, startsIn: 0, slots: 4, workers: 1, blockedFor: 0 };

/** A state whose first lease was granted at 1,000 ms. */
function newLeaseState(lease: Partial<Lease> = {}): LeaseState {
  const state = new LeaseState(budget);
  state.ask({ inFlight: 0, waiting: 4 }, 1_000);
  state.grant({ ...granted, ...lease }, 1_000);
  return state;
}

describe('requests', () => {
  test('go out at the budget’s rate from the lease’s start on', () => {
    const state = newLeaseState({ startsIn: 20 });
    const load = { inFlight: 0, waiting: 4 };
    expect([1_019, 1_020, 1_029, 1_030, 1_040].map((now) => state.take(load, now))).toEqual([
      false,
      true,
      false,
      true,
      true,
    ]);
    expect(state.nextStart(load)).toBe(1_050);
  });

  test('wait while every slot is in use', () => {
    expect(newLeaseState().take({ inFlight: 4, waiting: 1 }, 1_000)).toBe(false);
  });

  test('wait until the store is asked again, half a second after it was asked', () => {
    const state = newLeaseState({ startsIn: 600 });
    const load = { inFlight: 0, waiting: 1 };
    expect(state.take(load, 1_600)).toBe(false);
    expect(state.nextAsk(load, 1_600)).toBe(1_600);
    expect(state.ask(load, 1_600)).toMatchObject({ requests: 0 });
    state.grant({ ...granted, requests: 0 }, 1_600);
    expect(state.take(load, 1_600)).toBe(true);
  });

  test('wait while the host is blocked, and what was booked is dropped', () => {
    const state = newLeaseState();
    const load = { inFlight: 1, waiting: 1 };
    state.block(300, 1_010);
    expect(state.take(load, 1_020)).toBe(false);
    expect(state.blockedFor(1_110)).toBe(200);
    expect(state.nextAsk(load, 1_020)).toBeGreaterThanOrEqual(1_310);
    expect(state.take(load, 1_400)).toBe(false);
  });
});

describe('the next lease', () => {
  test('is asked for at once when nothing is booked, and books what waits', () => {
    const state = newLeaseState({ requests: 0 });
    const load = { inFlight: 0, waiting: 4 };
    expect(state.nextAsk(load, 1_001)).toBe(1_001);
    expect(state.ask(load, 1_001)).toEqual({ requests: 4, held: 4, wanted: 4, answered: false });
  });

  test('books a quarter of a second’s requests at most, divided by the workers', () => {
    const load = { inFlight: 0, waiting: 200 };
    expect(newLeaseState({ requests: 0 }).ask(load, 1_001).requests).toBe(25);
    expect(newLeaseState({ requests: 0, workers: 3 }).ask(load, 1_001).requests).toBe(9);
  });

  test('books ahead for a worker that used the last one up', () => {
    const state = newLeaseState();
    const load = { inFlight: 0, waiting: 1 };
    for (let count = 0; count < 5; count += 1) state.take(load, 1_100);
    expect(state.ask(load, 1_100).requests).toBe(10);
  });

  test('wants as many slots as could have been used since the last one', () => {
    const state = newLeaseState();
    state.nextAsk({ inFlight: 4, waiting: 3 }, 1_100);
    state.nextAsk({ inFlight: 1, waiting: 0 }, 1_200);
    expect(state.ask({ inFlight: 1, waiting: 0 }, 1_300)).toMatchObject({ wanted: 7 });
  });

  test('gives slots back that were idle for as long as the one before lasted', () => {
    const state = newLeaseState();
    const idle = { inFlight: 0, waiting: 0 };
    expect(state.nextAsk(idle, 1_100)).toBe(2_000);
    expect(state.ask(idle, 2_000)).toMatchObject({ held: 4, wanted: 4 });
    state.grant({ ...granted, requests: 0 }, 2_000);
    expect(state.ask(idle, 3_000)).toMatchObject({ held: 0, wanted: 0 });
    state.grant({ ...granted, requests: 0, slots: 0 }, 3_000);
    expect(state.nextAsk(idle, 3_001)).toBe(Infinity);
  });

  test('gives slots back to another worker once the requests in them have ended', () => {
    const state = newLeaseState();
    state.ask({ inFlight: 4, waiting: 1 }, 1_100);
    state.grant({ ...granted, requests: 0, slots: 2 }, 1_100);
    expect(state.take({ inFlight: 3, waiting: 1 }, 1_101)).toBe(false);
    expect(state.nextAsk({ inFlight: 3, waiting: 1 }, 1_101)).toBeGreaterThan(1_101);
    expect(state.nextAsk({ inFlight: 2, waiting: 1 }, 1_102)).toBe(1_102);
    expect(state.ask({ inFlight: 2, waiting: 1 }, 1_102)).toMatchObject({ held: 2 });
  });
});
