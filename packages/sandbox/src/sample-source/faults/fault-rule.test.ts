import { expect, test } from 'vitest';

import { parseFaultRules, createSelector, type FaultRule, type Arrival } from './fault-rule.ts';

test('a rule takes its defaults', () => {
  expect(parseFaultRules([{ fault: 'status' }, { fault: 'rate-limit', retryAfter: 7 }])).toEqual([
    { fault: 'status', status: 503 },
    { fault: 'rate-limit', retryAfter: 7, date: false },
  ]);
});

test('an unknown fault is refused with those there are', () => {
  expect(() => parseFaultRules([{ fault: 'latnecy' }])).toThrow(
    /^rule 0: fault: "latnecy" is not one of latency, status, rate-limit, hang, .*reset$/,
  );
});

test('an option of another fault is refused with those this one takes', () => {
  expect(() => parseFaultRules([{ fault: 'hang' }, { fault: 'status', ms: 3 }])).toThrow(
    'rule 1: ms: no such field; there are fault, keys, rate, share, nth, nthOverall, first, status',
  );
});

test('every wrong field is named', () => {
  expect(() => parseFaultRules([{ fault: 'status', status: 200, rate: 2, keys: '(' }])).toThrow(
    'rule 0: rate: 2 is not a number from 0 to 1; status: 200 is not an integer from 400 to 599',
  );
});

test('a pattern that is none is refused', () => {
  expect(() => parseFaultRules([{ fault: 'hang', keys: '(' }])).toThrow(
    /^rule 0: keys: Invalid regular expression/,
  );
});

test.each([null, {}, 'hang', 3])('%j is not a list of rules', (given) => {
  expect(() => parseFaultRules(given)).toThrow('The faults are not a list of rules');
});

test.each([null, 'hang', []])('%j is not a rule', (given) => {
  expect(() => parseFaultRules([given])).toThrow(/^rule 0: input: .* is not an object$/);
});

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
