import { hackerNews, pipelines, type AnyPipelineContract } from '@headrace/contracts';
import { Command, type OptionValues } from 'commander';
import { expect, test } from 'vitest';

import { UsageError } from '../errors/usage-error.ts';
import { addFlags } from './flag.ts';
import { inputFlags, readStartOptions, runFlags } from './run-flags.ts';

const tides: AnyPipelineContract = {
  ...hackerNews,
  name: 'tides',
  input: {
    station: { type: 'string', minLength: 2, description: 'where' },
    maxHeight: { type: 'number', minimum: 0, optional: true, description: 'in metres' },
    newestFirst: { type: 'boolean', default: false, description: 'the order' },
    feedUrl: { type: 'string', format: 'uri', optional: true, description: 'from where' },
  },
};

function parse(contract: AnyPipelineContract, line: string): OptionValues {
  const command = addFlags(new Command(), [...inputFlags(contract), ...runFlags({ contract })]);
  return command
    .exitOverride()
    .parse(line === '' ? [] : line.split(' '), { from: 'user' })
    .opts();
}

function read(contract: AnyPipelineContract, line: string): ReturnType<typeof readStartOptions> {
  return readStartOptions(contract, parse(contract, line));
}

test('flags follow from the fields of the contract, typed', () => {
  expect(read(tides, '--station KW --max-height 2.5 --newest-first --feed-url https://example.com')).toEqual({
    input: { station: 'KW', maxHeight: 2.5, newestFirst: true, feedUrl: 'https://example.com' },
  });
  expect(read(tides, '--no-newest-first').input).toEqual({ newestFirst: false });
});

test('a pipeline with a watermark can be asked for only what is new', () => {
  const watermark = { type: 'integer', overlap: 0, description: 'the highest id' } as const;
  expect(read({ ...tides, watermark }, '--incremental --station KW')).toEqual({
    input: { station: 'KW' },
    incremental: true,
  });
  expect(() => parse(tides, '--incremental')).toThrow(/unknown option '--incremental'/);
});

test('what is not given is left to the contract and to the run', () => {
  expect(read(tides, '')).toEqual({ input: {} });
});

test('every flag of a run reaches the request, durations in ms', () => {
  const line = [
    '--id mine --again --batch-size 10 --chunk-size 5 --concurrency 2 --parallel 3 --item-attempts 4',
    '--quarantine-limit 0.5 --attempts 6 --attempt-timeout 10m --total-timeout 2h --heartbeat-timeout 30s',
    '--run-timeout 1d --execution-timeout 3d',
  ].join(' ');
  expect(read(hackerNews, line)).toEqual({
    input: {},
    id: 'mine',
    again: true,
    overrides: {
      batch: { size: 10, chunk: 5, concurrency: 2, parallel: 3, itemAttempts: 4 },
      activity: {
        maximumAttempts: 6,
        attemptTimeout: 600_000,
        totalTimeout: 7_200_000,
        heartbeatTimeout: 30_000,
      },
      quarantineLimit: 0.5,
    },
    runTimeout: 86_400_000,
    executionTimeout: 259_200_000,
  });
});

test.each([
  ['--station K', '--station: "K" is not text of at least 2 characters'],
  ['--max-height -1', '--max-height: -1 is not a number of at least 0'],
  ['--max-height 1e3', '--max-height: "1e3" is not a number of at least 0'],
  ['--feed-url ftp://x', '--feed-url: "ftp://x" is not an http or https URL'],
  ['--quarantine-limit 2', '--quarantine-limit: 2 is not a number from 0 to 1'],
  ['--batch-size 1.5', '--batch-size: 1.5 is not an integer from 1 to 20000'],
  [
    '--run-timeout 10',
    '--run-timeout: "10" is not a duration of at least 1s, such as 500ms, 30s, 10m, 2h or 3d',
  ],
  [
    '--run-timeout 10ms',
    '--run-timeout: "10ms" is not a duration of at least 1s, such as 500ms, 30s, 10m, 2h or 3d',
  ],
])('%s is refused with what is allowed', (line, message) => {
  expect(() => read(tides, line)).toThrow(new UsageError(message));
});

test('no pipeline has a field that takes the flag of a run', () => {
  for (const contract of pipelines) expect(() => parse(contract, '')).not.toThrow();
});

test('an interval is a day, or a start and an end', () => {
  const day = { start: '2026-11-21T00:00:00.000Z', end: '2026-11-22T00:00:00.000Z' };
  expect(read(hackerNews, '--interval 2026-11-21 --schedule daily')).toEqual({
    input: {},
    interval: day,
    schedule: 'daily',
  });
  expect(read(hackerNews, '--interval 2026-11-21/2026-11-22T01:00+01:00')).toEqual({
    input: {},
    interval: day,
  });
});

test.each([
  [
    '--interval 2026-11-22/2026-11-21',
    '--interval: "2026-11-22/2026-11-21" is not a day such as 2026-11-21, or a start',
  ],
  ['--interval 2026-02-30', '--interval: "2026-02-30" is not'],
  ['--interval 2026-11-21T06:00', '--interval: "2026-11-21T06:00" is not'],
  ['--interval today --schedule Daily', '--schedule: "Daily" is not lower-case letters'],
])('%s is refused', (line, message) => {
  expect(() => read(hackerNews, line)).toThrow(message);
});
