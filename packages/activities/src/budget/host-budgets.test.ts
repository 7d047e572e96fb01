import { expect, test } from 'vitest';

import { toHostBudgets, toPipelineBudgets } from './host-budgets.ts';

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
