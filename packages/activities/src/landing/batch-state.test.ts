import { describe, expect, it } from 'vitest';

import { ItemFailure } from '../source/item-failure.ts';
import { sortOutcomes } from './batch-state.ts';
import type { Outcome } from './outcome.ts';

const down = new ItemFailure('unavailable', 'GET /1 answered 503', { transient: true, status: 503 });
const malformed = new ItemFailure('malformed', 'title: missing', { transient: false, record: '{}' });

/** Items are given up by their attempts alone. */
const patient = { itemTimeout: 60_000, now: 1_000 };

function failed(key: string, attempts: number, failure: ItemFailure): Outcome {
  return { item: { key, attempts }, is: 'failed', failure };
}

describe('sortOutcomes', () => {
  it('gives every item exactly one place', () => {
    const outcomes: Outcome[] = [
      { item: { key: '1', attempts: 0 }, is: 'landed', row: { id: 1 } },
      { item: { key: '2', attempts: 0 }, is: 'absent' },
      failed('3', 0, down),
      failed('4', 0, malformed),
    ];
    const sorted = sortOutcomes(outcomes, { pending: [], itemAttempts: 5, ...patient });
    expect(sorted.landed).toEqual([{ key: '1', row: { id: 1 } }]);
    expect(sorted.absent).toEqual(['2']);
    expect(sorted.pending).toEqual([
      {
        key: '3',
        attempts: 1,
        since: 1_000,
        reason: 'unavailable',
        detail: 'GET /1 answered 503',
        status: 503,
      },
    ]);
    expect(sorted.quarantined).toEqual([
      { key: '4', attempts: 1, since: 1_000, reason: 'malformed', detail: 'title: missing', record: '{}' },
    ]);
    expect(sorted).toMatchObject({ advance: 4, controlKey: '1' });
  });

  it('keeps the pending items that the chunk did not touch, and counts the passes of those it did', () => {
    const pending = ['1', '2'].map((key) => ({
      key,
      attempts: 1,
      since: 1_000,
      reason: 'timeout' as const,
      detail: 'slow',
    }));
    const sorted = sortOutcomes([failed('2', 1, down)], { pending, itemAttempts: 5, ...patient });
    expect(sorted.pending.map(({ key, attempts }) => [key, attempts])).toEqual([
      ['1', 1],
      ['2', 2],
    ]);
  });

  it('gives an item up after its last pass', () => {
    const sorted = sortOutcomes([failed('1', 4, down)], { pending: [], itemAttempts: 5, ...patient });
    expect(sorted.pending).toEqual([]);
    expect(sorted.quarantined).toMatchObject([
      { key: '1', attempts: 5, since: 1_000, reason: 'unavailable' },
    ]);
  });

  it('gives an item up when it has failed for too long', () => {
    const item = { key: '1', attempts: 1, since: 1_000 };
    const settle = (now: number) =>
      sortOutcomes([{ item, is: 'failed', failure: down }], {
        pending: [],
        itemAttempts: 5,
        itemTimeout: 500,
        now,
      });
    expect(settle(1_499).pending).toMatchObject([{ key: '1', since: 1_000 }]);
    expect(settle(1_500).quarantined).toMatchObject([{ key: '1', attempts: 2 }]);
  });

  it('names no control item when nothing was answered', () => {
    expect(
      sortOutcomes([failed('1', 0, down)], { pending: [], itemAttempts: 5, ...patient }).controlKey,
    ).toBeUndefined();
  });
});
