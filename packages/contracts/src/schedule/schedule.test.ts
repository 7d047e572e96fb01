import { expect, test } from 'vitest';

import { validateInput } from '../input/validate-input.ts';
import { isTimed, normaliseSchedule, scheduleFields, schedulePolicies } from './schedule.ts';

const daily = { name: 'daily', pipeline: 'hacker-news', when: { cron: '@daily', zone: 'UTC' } };

test('a schedule has the policies that people expect where none are given', () => {
  expect(normaliseSchedule(daily)).toEqual({
    ...daily,
    overlap: 'skip',
    catchUp: 600_000,
    jitter: 0,
    pauseOnFailure: false,
  });
  expect(normaliseSchedule({ ...daily, overlap: 'buffer-one', jitter: 1_000 })).toMatchObject({
    overlap: 'buffer-one',
    jitter: 1_000,
  });
});

test('only a dataset has no times of its own', () => {
  expect([daily.when, { every: 1_000 }, { on: 'hacker_news_stories' }].map(isTimed)).toEqual([
    true,
    true,
    false,
  ]);
});

test.each(['Daily', '-daily', 'every day', '', 'd'.repeat(61)])('%j is no name of a schedule', (name) => {
  const { problems } = validateInput(scheduleFields, { name, pipeline: 'hacker-news' });
  expect(problems).toMatchObject([{ field: 'name' }]);
});

test('policies are checked like any input', () => {
  const { problems = [] } = validateInput(schedulePolicies, { overlap: 'queue', catchUp: 1_000, jitter: -1 });
  expect(problems.map(({ message }) => message)).toEqual([
    'overlap: "queue" is not one of skip, buffer-one, buffer-all, cancel-other, allow-all',
    'catchUp: 1000 is not an integer of at least 10000, in ms',
    'jitter: -1 is not an integer from 0 to 86400000, in ms',
  ]);
});
