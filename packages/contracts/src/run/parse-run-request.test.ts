import { describe, expect, test } from 'vitest';

import { pipelines } from '../pipeline/registry.ts';
import { discourseTopics } from '../pipelines/discourse-topics.ts';
import { hackerNewsArchive } from '../pipelines/hacker-news-archive.ts';
import { hackerNews } from '../pipelines/hacker-news.ts';
import { parseRunRequest, type ParseOptions } from './parse-run-request.ts';

function parse(given: unknown, options: Partial<ParseOptions> = {}, contract = discourseTopics) {
  return parseRunRequest(contract, given, { pipelines, ...options });
}

function refuse(given: unknown, options: Partial<ParseOptions> = {}): [message: string, path: string][] {
  const { problems = [] } = parse(given, options);
  return problems.map(({ message, path = [] }) => [message, path.join('.')]);
}

test.each([undefined, null, {}, { input: undefined, overrides: null }])(
  '%j asks for the defaults',
  (given) => {
    expect(parse(given)).toEqual({ request: {} });
  },
);

test('what is given stays as it is; what is not given is left to the run', () => {
  const given = { input: { pages: 5 }, overrides: { batch: { size: 1 } }, again: true, incremental: true };
  expect(parse(given)).toEqual({ request: given });
});

test.each([
  [{ limit: 5 }, 'limit: no such field of the request; there are input, again, ', 'limit'],
  [{ again: 'yes' }, 'again: "yes" is not true or false', 'again'],
  [{ incremental: 1 }, 'incremental: 1 is not true or false', 'incremental'],
  [5, 'request: 5 is not an object', 'request'],
  [['top'], 'request: ["top"] is not an object', 'request'],
  [{ overrides: 5 }, 'overrides: 5 is not an object', 'overrides'],
  [{ overrides: { batch: 5 } }, 'batch: 5 is not an object', 'overrides.batch'],
  [
    { overrides: { parallel: 2 } },
    'parallel: no such field of the overrides; there are batch, activity, ',
    'overrides.parallel',
  ],
  [{ overrides: { batch: { size: 0 } } }, 'size: 0 is not an integer from 1 to ', 'overrides.batch.size'],
  [{ input: { pages: 0 } }, 'pages: 0 is not an integer', 'input.pages'],
  [{ interval: 'today' }, 'interval: "undefined/undefined" is not a day', 'interval'],
  [{ schedule: 'Every day' }, 'schedule: "Every day" is not lower-case', 'schedule'],
  [{ replay: { reason: 'timeout' } }, 'run: missing', 'replay.run'],
  [{ after: [{ dataset: 'tides' }] }, 'after: interval: missing; give one of', 'after.0.interval'],
] as const)('%j is refused at its place', (given, message, path) => {
  expect(refuse(given)).toContainEqual([expect.stringContaining(message), path]);
});

describe('only what is new', () => {
  test('is asked of a pipeline with a watermark alone', () => {
    expect(parse({ incremental: true }, {}, hackerNews as never)).toMatchObject({
      problems: [{ message: 'incremental: hacker-news has no watermark to go on from; leave it out' }],
    });
    expect(parse({ incremental: false }, {}, hackerNews as never)).toEqual({
      request: { incremental: false },
    });
  });

  test('goes with the bounds of the first run, and not with what contradicts the later ones', () => {
    const archive = hackerNewsArchive as never;
    expect(parse({ incremental: true, input: { from: 1 } }, {}, archive).problems).toBeUndefined();
    expect(parse({ incremental: true, input: { from: 1, to: 3 } }, {}, archive)).toMatchObject({
      problems: [
        {
          message: 'to: given with incremental, which goes on to the newest; give one or the other',
          path: ['input', 'to'],
        },
      ],
    });
  });
});

test('times are durations where people write them', () => {
  const overrides = { batch: { itemTimeout: '5m' }, activity: { totalTimeout: '2h' } };
  expect(parse({ overrides }, { durations: true })).toEqual({
    request: { overrides: { batch: { itemTimeout: 300_000 }, activity: { totalTimeout: 7_200_000 } } },
  });
  expect(refuse({ overrides: { activity: { totalTimeout: 5 } } }, { durations: true })).toEqual([
    [
      expect.stringContaining('totalTimeout: 5 is not a duration of at least 1s'),
      'overrides.activity.totalTimeout',
    ],
  ]);
});

test('an asker may give its own options alone', () => {
  expect(parse({ again: true }, { asker: 'backfill' })).toEqual({ request: { again: true } });
  expect(refuse({ again: true }, { asker: 'schedule' })).toEqual([
    ['again: no such field of the request; there are input, after, incremental, overrides', 'again'],
  ]);
});
