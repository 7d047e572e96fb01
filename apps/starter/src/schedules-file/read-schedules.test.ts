import { pipelines } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { readSchedules } from './read-schedules.ts';

/** A file with one schedule, whose fields these lines are; the first of them is line 3. */
function daily(...lines: readonly string[]): string {
  return ['schedules:', '  daily:', ...lines.map((line) => `    ${line}`)].join('\n');
}

function findProblems(text: string): string[] {
  const { problems = [] } = readSchedules(text, pipelines);
  return problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
}

const sound = ['pipeline: hacker-news', 'every: 10h'];

test('a file is read into definitions, its times in ms', () => {
  const text = `
# yaml-language-server: $schema=../docs/reference/schedules.schema.json
schedules:
  daily:
    pipeline: discourse-topics
    input: { pages: 5 }
    cron: '0 6 * * *'
    zone: Europe/Berlin
    overlap: buffer-one
    catchUp: 1h
    jitter: 30s
    pauseOnFailure: true
    note: before the stand-up
    incremental: true
    after:
      - { dataset: hacker_news_stories, interval: same, within: 2h, otherwise: use-latest }
    overrides:
      batch: { size: 100, itemTimeout: 5m }
      activity: { maximumAttempts: 3, attemptTimeout: 90s }
      quarantineLimit: 0.5
  weekdays: { pipeline: hacker-news, calendar: hour=6 dayOfWeek=MON-FRI, zone: UTC, paused: true }
  often: { pipeline: hacker-news, every: 90s, offset: 30s }
`;
  const { schedules, problems } = readSchedules(text, pipelines);
  expect(problems).toBeUndefined();
  expect(schedules).toEqual([
    {
      name: 'daily',
      pipeline: 'discourse-topics',
      input: { pages: 5 },
      when: { cron: '0 6 * * *', zone: 'Europe/Berlin' },
      overlap: 'buffer-one',
      catchUp: 3_600_000,
      jitter: 30_000,
      pauseOnFailure: true,
      paused: false,
      note: 'before the stand-up',
      incremental: true,
      after: [
        { dataset: 'hacker_news_stories', interval: 'same', within: 7_200_000, otherwise: 'use-latest' },
      ],
      overrides: {
        batch: { size: 100, itemTimeout: 300_000 },
        activity: { maximumAttempts: 3, attemptTimeout: 90_000 },
        quarantineLimit: 0.5,
      },
    },
    {
      name: 'weekdays',
      pipeline: 'hacker-news',
      when: { cron: '0 6 * * MON-FRI', zone: 'UTC' },
      paused: true,
    },
    { name: 'often', pipeline: 'hacker-news', when: { every: 90_000, offset: 30_000 }, paused: false },
  ]);
});

test('a file in JSON is read as it is', () => {
  const file = { $schema: './schema.json', schedules: { daily: { pipeline: 'hacker-news', every: '10h' } } };
  const { schedules } = readSchedules(JSON.stringify(file, undefined, 2), pipelines);
  expect(schedules).toMatchObject([{ name: 'daily', when: { every: 36_000_000 } }]);
});

const refused: readonly (readonly [kind: string, text: string, problem: RegExp])[] = [
  ['no YAML', 'schedules: [\n  daily', /^2:8 : .*flow/i],
  ['an empty file', '', /^1:1 : null is not a map of \$schema, schedules/],
  ['a list', 'schedules:\n  - daily', /^1:1 schedules: \["daily"\] is not a map/],
  ['an unknown top-level field', 'schedules: {}\nversion: 1', /^2:1 version: no such field/],
  ['two documents', 'schedules: {}\n---\nschedules: {}', /^2:1 : .*multiple documents/],
  ['an alias of nothing', daily('pipeline: *other', 'every: 10h'), /^3:15 : .*alias/],
  [
    'a cron line without quotes',
    daily('pipeline: hacker-news', 'cron: */5 * * * *'),
    /^4:15 : .*; a cron line needs quotes$/,
  ],
  [
    'a name that is none',
    'schedules:\n  Daily: { pipeline: hacker-news, every: 1h }',
    /^2:3 schedules\.Daily: "Daily" is not lower-case letters/,
  ],
  ['a key given twice', daily(...sound, 'every: 11h'), /^5:5 schedules\.daily\.every: given twice; keep one/],
  ['a schedule given twice', `${daily(...sound)}\n  daily: {}`, /^5:3 schedules\.daily: given twice/],
  [
    'an unknown field',
    daily(...sound, 'croon: x'),
    /^5:5 schedules\.daily\.croon: no such field; did you mean cron\?/,
  ],
  ['no pipeline', daily('every: 10h'), /^2:3 schedules\.daily\.pipeline: missing; give one of hacker-news, /],
  [
    'an unknown pipeline',
    daily('pipeline: haker-news', 'every: 10h'),
    /^3:5 schedules\.daily\.pipeline: "haker-news" is not one of .*; did you mean hacker-news\?/,
  ],
  [
    'no time',
    daily('pipeline: hacker-news'),
    /^2:3 schedules\.daily: nothing says when it is due; give one of every, cron, calendar, on/,
  ],
  [
    'two times',
    daily(...sound, 'on: hacker_news_items'),
    /^2:3 schedules\.daily: given with every and on; give one of/,
  ],
  [
    'a wrong type',
    daily(...sound, 'paused: yes'),
    /^5:5 schedules\.daily\.paused: "yes" is not true or false/,
  ],
  [
    'a value that is none of those there are',
    daily(...sound, 'overlap: skp'),
    /^5:5 schedules\.daily\.overlap: "skp" is not one of skip, .*; did you mean skip\?/,
  ],
  [
    'no duration',
    daily('pipeline: hacker-news', 'every: 10 hours'),
    /^4:5 schedules\.daily\.every: "10 hours" is not a duration of at least 1s, such as 500ms, /,
  ],
  [
    'a number in place of a duration',
    daily(...sound, 'catchUp: 600'),
    /^5:5 schedules\.daily\.catchUp: 600 is not a duration of at least 10s, /,
  ],
  [
    'a duration that is too short',
    daily(...sound, 'catchUp: 1s'),
    /^5:5 schedules\.daily\.catchUp: "1s" is not a duration of at least 10s, /,
  ],
  [
    'a duration that is too long',
    daily(...sound, 'jitter: 2d'),
    /^5:5 schedules\.daily\.jitter: "2d" is not a duration from 0ms to 1d, /,
  ],
  [
    'an offset without its interval',
    daily('pipeline: hacker-news', "cron: '0 6 * * *'", 'zone: UTC', 'offset: 5m'),
    /^2:3 schedules\.daily\.every: missing; offset needs it/,
  ],
  [
    'an offset beyond its interval',
    daily(...sound, 'offset: 11h'),
    /^5:5 schedules\.daily\.offset: 39600000 ms is not a whole number of seconds from 0 to below every/,
  ],
  [
    'a bad cron line',
    daily('pipeline: hacker-news', "cron: '61 * * * *'", 'zone: UTC'),
    /^4:5 schedules\.daily\.cron: .*"61" is not .*a number from 0 to 59/,
  ],
  [
    'a bad calendar',
    daily('pipeline: hacker-news', 'calendar: hour=25', 'zone: UTC'),
    /^4:5 schedules\.daily\.calendar: .*"25" is not .*a number from 0 to 23/,
  ],
  [
    'a calendar that is none',
    daily('pipeline: hacker-news', 'calendar: daily', 'zone: UTC'),
    /^4:5 schedules\.daily\.calendar: "daily" is not a field with its value/,
  ],
  [
    'no zone',
    daily('pipeline: hacker-news', "cron: '0 6 * * *'"),
    /^2:3 schedules\.daily\.zone: missing; cron needs it/,
  ],
  [
    'a bad zone',
    daily('pipeline: hacker-news', "cron: '0 6 * * *'", 'zone: Europe/Atlantis'),
    /^5:5 schedules\.daily\.zone: "Europe\/Atlantis" is not .*, such as Europe\/Berlin/,
  ],
  [
    'a zone without a clock',
    daily(...sound, 'zone: UTC'),
    /^5:5 schedules\.daily\.zone: given with every; only cron and calendar have a zone/,
  ],
  [
    'an input field out of range',
    daily(...sound, 'input:', '  limit: 9999'),
    /^6:7 schedules\.daily\.input\.limit: 9999 is not an integer from 1 to 500/,
  ],
  [
    'an unknown input field',
    daily(...sound, 'input: { limt: 5 }'),
    /^5:14 schedules\.daily\.input\.limt: no such field; did you mean limit\?/,
  ],
  [
    'input fields that do not go together',
    daily('pipeline: hacker-news-archive', 'every: 1h', 'input: { to: 5 }'),
    /^5:14 schedules\.daily\.input\.to: given without from/,
  ],
  [
    'only what is new of a source that cannot say',
    daily(...sound, 'incremental: true'),
    /^5:5 schedules\.daily\.incremental: hacker-news has no watermark/,
  ],
  [
    'an override out of range',
    daily(...sound, 'overrides: { batch: { size: 0 } }'),
    /^5:27 schedules\.daily\.overrides\.batch\.size: 0 is not an integer from 1 to /,
  ],
  [
    'an unknown dataset',
    daily(...sound, 'on: hacker_news'),
    /schedules\.daily\.on: "hacker_news" is not one of hacker_news_stories, /,
  ],
  [
    'an unknown dataset to wait for',
    daily(...sound, 'after:', '  - { dataset: tides, interval: same, within: 1h, otherwise: fail }'),
    /^6:11 schedules\.daily\.after\[0\]\.dataset: there is no dataset "tides"; there are hacker_news_stories, /,
  ],
  [
    'a dependency on no interval there is',
    daily(
      ...sound,
      'after:',
      '  - { dataset: discourse_topics, interval: next, within: 1h, otherwise: fail }',
    ),
    /^6:38 schedules\.daily\.after\[0\]\.interval: "next" is not one of same, latest/,
  ],
  [
    'a dataset to wait for twice',
    daily(
      ...sound,
      'after:',
      ...['same', 'latest'].map(
        (of) => `  - { dataset: discourse_topics, interval: ${of}, within: 1h, otherwise: fail }`,
      ),
    ),
    /^7:11 schedules\.daily\.after\[1\]\.dataset: discourse_topics is named twice/,
  ],
  [
    'a pipeline that waits for itself',
    daily(
      ...sound,
      'after:',
      '  - { dataset: hacker_news_stories, interval: same, within: 1h, otherwise: fail }',
    ),
    /^6:11 schedules\.daily\.after\[0\]\.dataset: hacker-news needs hacker_news_stories, which hacker-news lands/,
  ],
  [
    'a pipeline that starts itself',
    daily('pipeline: hacker-news', 'on: hacker_news_stories'),
    /^4:5 schedules\.daily\.on: hacker-news needs hacker_news_stories, which hacker-news lands/,
  ],
];

test.each(refused)('%s is refused with its place', (_, text, problem) => {
  const problems = findProblems(text);
  expect(problems).toContainEqual(expect.stringMatching(problem));
  expect(problems.filter((one) => problem.test(one))).toHaveLength(1);
});

test('a cycle of two schedules is found at both of them', () => {
  const text = `schedules:
  one:
    pipeline: hacker-news
    every: 1d
    after: [{ dataset: discourse_topics, interval: same, within: 1h, otherwise: fail }]
  other:
    pipeline: discourse-topics
    on: hacker_news_stories
`;
  expect(findProblems(text)).toEqual([
    expect.stringMatching(
      /^5:15 schedules\.one\.after\[0\]\.dataset: hacker-news needs discourse_topics, which discourse-topics lands, which needs hacker_news_stories, which hacker-news lands/,
    ),
    expect.stringMatching(/^8:5 schedules\.other\.on: discourse-topics needs hacker_news_stories, which /),
  ]);
});

test('every problem is told at once, in the order of the file', () => {
  const text = `schedules:
  one:
    pipeline: hacker-news
    cron: '0 25 * * *'
    zone: Mars
    input: { limit: 0, feed: tpo }
    extra: 1
  two:
    pipeline: hacker-news
    paused: false
    paused: true
    note: 5
`;
  expect(findProblems(text).map((problem) => problem.replace(/: .*/, ''))).toEqual([
    '4:5 schedules.one.cron',
    '5:5 schedules.one.zone',
    '6:14 schedules.one.input.limit',
    '6:24 schedules.one.input.feed',
    '7:5 schedules.one.extra',
    '8:3 schedules.two',
    '11:5 schedules.two.paused',
    '12:5 schedules.two.note',
  ]);
});

test('what an alias repeats is found where it is written', () => {
  const text = `schedules:
  one: &one { pipeline: hacker-news, every: 1x }
  two: *one
`;
  expect(findProblems(text)).toEqual([
    expect.stringMatching(/^2:38 schedules\.one\.every/),
    expect.stringMatching(/^2:38 schedules\.two\.every/),
  ]);
});
