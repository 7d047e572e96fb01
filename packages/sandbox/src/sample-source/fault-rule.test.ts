import { expect, test } from 'vitest';

import { parseFaultRules } from './fault-rule.ts';

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
