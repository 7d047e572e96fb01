import { expect, test } from 'vitest';

import { parseBudget, showBudget } from './parse-budget.ts';

test.for([
  ['50/s', { requestsPerSecond: 50, burst: 50, concurrent: 50 }],
  ['0.5/s', { requestsPerSecond: 0.5, burst: 1, concurrent: 1 }],
  ['90/min', { requestsPerSecond: 1.5, burst: 2, concurrent: 2 }],
  ['50/s, burst=1, concurrent=16', { requestsPerSecond: 50, burst: 1, concurrent: 16 }],
  ['50/s,concurrent=16,burst=1', { requestsPerSecond: 50, burst: 1, concurrent: 16 }],
] as const)('"%s" is a budget', ([text, budget]) => {
  expect(parseBudget(text)).toEqual(budget);
});

test.for([
  '',
  '50',
  '0/s',
  '-1/s',
  '50/h',
  '1e3/s',
  '50/s,burst=0',
  '50/s,burst=1,burst=2',
  '50/s,concurrent=1.5',
  '50/s,retries=3',
])('"%s" is none', (text) => {
  expect(parseBudget(text)).toBeUndefined();
});

test.for(['50/s,burst=50,concurrent=16', '7/min,burst=1,concurrent=2'])(
  '"%s" is shown as it was written',
  (text) => {
    expect(showBudget(parseBudget(text)!)).toBe(text);
  },
);
