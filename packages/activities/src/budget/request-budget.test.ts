import { expect, test } from 'vitest';

import { parseBudget, formatBudget, toHostBudgets, toPipelineBudgets } from './request-budget.ts';

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
    expect(formatBudget(parseBudget(text)!)).toBe(text);
  },
);

const wide = { requestsPerSecond: 50, burst: 1, concurrent: 16 };
const narrow = { requestsPerSecond: 10, burst: 20, concurrent: 16 };
const pipelines = [
  { pipeline: 'one', host: 'https://shared', budget: wide },
  { pipeline: 'two', host: 'https://shared', budget: narrow },
  { pipeline: 'three', host: 'https://shared', budget: undefined },
  { pipeline: 'four', host: 'https://alone', budget: wide },
  { pipeline: 'five', host: 'https://free', budget: undefined },
];
const both = { requestsPerSecond: 10, burst: 1, concurrent: 16 };

test('a host that several pipelines ask takes the stricter of each number', () => {
  expect([...toHostBudgets(pipelines)]).toEqual([
    ['https://shared', both],
    ['https://alone', wide],
  ]);
});

test('a pipeline without a budget goes by its host’s', () => {
  expect([...toPipelineBudgets(pipelines)]).toEqual([
    ['one', both],
    ['two', both],
    ['three', both],
    ['four', wide],
  ]);
});
