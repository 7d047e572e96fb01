import { Command } from 'commander';
import { expect, test } from 'vitest';

import { UsageError } from '../errors/usage-error.ts';
import { addFlags, readFlags } from './flag.ts';
import { readWhen, whenFlags } from './when-flags.ts';

function read(args: readonly string[], before?: Parameters<typeof readWhen>[1]): ReturnType<typeof readWhen> {
  const given = addFlags(new Command(), whenFlags).parse(args, { from: 'user' }).opts();
  return readWhen(readFlags(whenFlags, given), before);
}

const berlin = { cron: '0 6 * * *', zone: 'Europe/Berlin' };
const counted = { every: 36_000_000, offset: 300_000 };

test.each([
  [['--every', '10h'], { every: 36_000_000 }],
  [['--every', '10h', '--offset', '5m'], counted],
  [['--cron', '0 6 * * *', '--zone', 'Europe/Berlin'], berlin],
  [['--calendar', 'hour=6', '--zone', 'Europe/Berlin'], berlin],
])('%j says when', (args, when) => {
  expect(read(args)).toEqual(when);
});

test('what is not given stays as it was', () => {
  expect(read([], berlin)).toEqual(berlin);
  expect(read(['--zone', 'UTC'], berlin)).toEqual({ ...berlin, zone: 'UTC' });
  expect(read(['--cron', '0 7 * * *'], berlin)).toEqual({ ...berlin, cron: '0 7 * * *' });
  expect(read(['--offset', '1m'], counted)).toEqual({ ...counted, offset: 60_000 });
  expect(read(['--every', '5h'], counted)).toEqual({ ...counted, every: 18_000_000 });
});

test('another kind takes nothing from the one before', () => {
  expect(read(['--every', '5h'], berlin)).toEqual({ every: 18_000_000 });
  expect(() => read(['--cron', '0 7 * * *'], counted)).toThrow(/missing --zone/);
});

test.each([
  [[], 'nothing says when: give --every, or --cron or --calendar with --zone'],
  [['--zone', 'UTC'], 'nothing says when: give --every, or --cron or --calendar with --zone'],
  [['--every', '1h', '--cron', '0 6 * * *'], '--every and --cron exclude each other; give one'],
  [['--every', '1h', '--zone', 'UTC'], '--zone: --every counts from 1970 and has no zone'],
  [['--cron', '0 6 * * *', '--offset', '1m', '--zone', 'UTC'], '--offset: goes with --every alone'],
  [['--cron', '0 6 * * *'], 'missing --zone: whose clocks to read it by, such as UTC or Europe/Berlin'],
])('%j is refused with what would be valid', (args, message) => {
  expect(() => read(args)).toThrow(new UsageError(message));
});

test.each([
  [['--every', '1500ms'], '--every: 1500 ms is not a whole number of seconds'],
  [['--cron', '61 6 * * *', '--zone', 'UTC'], '--cron: minute: "61" is not'],
  [['--calendar', 'minute=61', '--zone', 'UTC'], '--calendar: minute: "61" is not'],
  [['--calendar', 'six', '--zone', 'UTC'], '--calendar: "six" is not a field with its value'],
  [['--cron', '0 6 * * *', '--zone', 'Berlin'], '--zone: "Berlin" is not'],
])('%j is refused with the flag and the place', (args, message) => {
  expect(() => read(args)).toThrow(message);
});
