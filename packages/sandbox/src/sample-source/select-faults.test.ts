import { expect, test } from 'vitest';

import type { FaultRule } from './fault-rule.ts';
import { createSelector, type Arrival } from './select-faults.ts';

const arrivals: Arrival[] = Array.from({ length: 4_000 }, (_, index) => ({
  key: String((index % 1_000) + 1),
  isItem: true,
  ofKey: Math.floor(index / 1_000) + 1,
  overall: index + 1,
}));
const list: Arrival = { key: 'topstories', isItem: false, ofKey: 1, overall: 1 };

function struck(rule: FaultRule, seed = 1): Arrival[] {
  const select = createSelector([rule], seed);
  return arrivals.filter((arrival) => select(arrival).length > 0);
}

/** How many requests of one key are struck: 0 to 4. */
function requestsOfKeys(rule: FaultRule): Set<number> {
  return new Set(
    Object.values(Object.groupBy(struck(rule), ({ key }) => key)).map((group) => group?.length ?? 0),
  );
}

test('a rate strikes its share of the requests, the same ones for the same seed', () => {
  const rule = { fault: 'hang', rate: 0.1 } as const;
  expect(struck(rule).length).toBeGreaterThan(320);
  expect(struck(rule).length).toBeLessThan(480);
  expect(struck(rule)).toEqual(struck(rule));
  expect(struck(rule, 2)).not.toEqual(struck(rule));
});

test('a rate decides each request of a key anew, a share decides once for the key', () => {
  expect(requestsOfKeys({ fault: 'hang', rate: 0.5 })).toEqual(new Set([1, 2, 3, 4]));
  expect(requestsOfKeys({ fault: 'hang', share: 0.5 })).toEqual(new Set([4]));
});

test('two rules with the same rate do not strike the same requests', () => {
  const select = createSelector(
    [
      { fault: 'hang', rate: 0.5 },
      { fault: 'reset', rate: 0.5 },
    ],
    1,
  );
  expect(new Set(arrivals.map((arrival) => select(arrival).length))).toEqual(new Set([0, 1, 2]));
});

test('keys match as a whole', () => {
  expect(struck({ fault: 'hang', keys: '17|42' }).map(({ key }) => key)).toEqual([
    '17',
    '42',
    '17',
    '42',
    '17',
    '42',
    '17',
    '42',
  ]);
});

test('nth, nthOverall and first count requests from 1', () => {
  expect(struck({ fault: 'hang', keys: '17', nth: 2 }).map(({ ofKey }) => ofKey)).toEqual([2]);
  expect(struck({ fault: 'hang', nthOverall: 1_500 }).map(({ overall }) => overall)).toEqual([1_500]);
  expect(struck({ fault: 'hang', keys: '17', first: 2 }).map(({ ofKey }) => ofKey)).toEqual([1, 2]);
});

test('a list is struck only by its key', () => {
  expect(createSelector([{ fault: 'hang' }], 1)(list)).toEqual([]);
  expect(createSelector([{ fault: 'hang', keys: 'topstories' }], 1)(list)).toHaveLength(1);
});
