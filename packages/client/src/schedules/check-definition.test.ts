import { pipelines, type ScheduleDefinition } from '@headrace/contracts';
import { expect, test } from 'vitest';

import type { InvalidInput } from '../errors/headrace-error.ts';
import { checkDefinition } from './check-definition.ts';

const daily: ScheduleDefinition = {
  name: 'daily',
  pipeline: 'hacker-news',
  when: { cron: '0 6 * * *', zone: 'Europe/Berlin' },
};

test('the defaults are filled in', () => {
  const { schedule, contract } = checkDefinition({ pipelines }, daily);
  expect(schedule).toEqual({ ...daily, overlap: 'skip', catchUp: 600_000, jitter: 0, pauseOnFailure: false });
  expect(contract.name).toBe('hacker-news');
});

test.each([
  [{ name: 'Daily' }, 'name: "Daily" is not lower-case letters, digits and dashes'],
  [{ name: 'x'.repeat(61) }, 'name: '],
  [{ pipeline: 'nope' }, 'pipeline: there is no pipeline "nope"; there are hacker-news'],
  [{ input: { limit: 0 } }, 'limit: 0 is not an integer from 1 to 500'],
  [{ input: { lmit: 5 } }, 'lmit: no such field; there are feed, limit'],
  [{ overrides: { batch: { size: 0 } } }, 'size: 0 is not an integer'],
  [
    { overlap: 'both' },
    'overlap: "both" is not one of skip, buffer-one, buffer-all, cancel-other, allow-all',
  ],
  [{ catchUp: 9_999 }, 'catchUp: 9999 is not an integer of at least 10000'],
  [{ jitter: -1 }, 'jitter: -1 is not an integer from 0'],
  [{ evry: 5 }, 'evry: no such field; there are name, '],
  [{ when: undefined }, 'when: missing; give every, cron with zone, or on'],
  [{ when: { on: 'nope' } }, 'on: there is no dataset "nope"; there are hacker_news_stories'],
  [
    { when: { on: 'discourse_topics' }, overlap: 'buffer-all' },
    'overlap: goes with times alone; a dataset has none',
  ],
  [{ when: { every: 999 } }, 'every: 999 ms is not a whole number of seconds, at least one'],
  [{ when: { every: 5_000, offset: 5_000 } }, 'offset: 5000 ms is not'],
  [{ when: { cron: '0 6 * *', zone: 'UTC' } }, 'cron: "0 6 * *" is not an expression of five fields'],
  [{ when: { cron: '0 0 30 2 *', zone: 'UTC' } }, 'names a day that never comes'],
  [{ when: { cron: '0 6 * * *', zone: 'Mars/Olympus' } }, 'zone: "Mars/Olympus" is not a time zone'],
  [{ incremental: true }, 'incremental: '],
  [
    { after: [{ dataset: 'nope', interval: 'same', within: 1, otherwise: 'fail' }] },
    'after: there is no dataset "nope"; there are hacker_news_stories',
  ],
] as [object, string][])('%j is refused with the place and what is valid', (change, message) => {
  expect(refuse({ ...daily, ...change })).toEqual([expect.stringContaining(message)]);
});

test('every problem is named, not the first alone', () => {
  const wrong = { ...daily, name: '', jitter: -1, when: { every: 1 }, input: { limit: 0, feed: 'x' } };
  expect(refuse(wrong)).toHaveLength(5);
});

function refuse(definition: ScheduleDefinition): string[] {
  try {
    checkDefinition({ pipelines }, definition);
    return [];
  } catch (error) {
    return (error as InvalidInput).problems.map(({ message }) => message);
  }
}
