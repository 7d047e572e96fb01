import { checkWhen, readCalendar } from '@headrace/calendar';
import type { TimedWhen } from '@headrace/contracts';

import { UsageError } from '../errors/usage-error.ts';
import type { Flag } from './flag.ts';

/** The flags that say when a schedule's runs are due. */
export const whenFlags: readonly Flag[] = [
  {
    name: '--every',
    field: { type: 'integer', unit: 'ms', minimum: 1_000, description: 'how far apart, counted from 1970' },
  },
  {
    name: '--offset',
    field: { type: 'integer', unit: 'ms', minimum: 0, description: 'how long past that count, with --every' },
  },
  {
    name: '--cron',
    field: {
      type: 'string',
      description: 'minute, hour, day of month, month and day of week, with --zone: 0 6 * * *',
    },
  },
  {
    name: '--calendar',
    field: { type: 'string', description: 'the same by name, with --zone: hour=6 dayOfWeek=MON-FRI' },
  },
  {
    name: '--zone',
    field: {
      type: 'string',
      description: 'whose clocks --cron and --calendar are read by: UTC or Europe/Berlin',
    },
  },
];

interface WhenValues {
  readonly '--every'?: number;
  readonly '--offset'?: number;
  readonly '--cron'?: string;
  readonly '--calendar'?: string;
  readonly '--zone'?: string;
}

const kinds = ['--every', '--cron', '--calendar'] as const;

/**
 * When runs are due, of values that `readFlags` gives; what is not given is as it was `before`.
 * Throws `UsageError` with what is wrong and what would be valid.
 */
export function readWhen(given: Readonly<Record<string, unknown>>, before?: TimedWhen): TimedWhen {
  const values: WhenValues = given;
  const chosen = kinds.filter((name) => values[name] !== undefined);
  if (chosen.length > 1) throw new UsageError(`${chosen.join(' and ')} exclude each other; give one`);
  const when = toWhen(values, before);
  const problem = checkWhen(when);
  if (problem === undefined) return when;
  throw new UsageError(`--${values['--calendar'] ? problem.replace(/^cron:/, 'calendar:') : problem}`);
}

/** Whether one of the flags was given. */
export function hasWhen(given: Readonly<Record<string, unknown>>): boolean {
  return whenFlags.some(({ name }) => given[name] !== undefined);
}

function toWhen(values: WhenValues, before: TimedWhen | undefined): TimedWhen {
  const { '--every': every, '--offset': offset, '--zone': zone } = values;
  const cron = readCron(values);
  const [counted, clock] = before && 'every' in before ? [before, undefined] : [undefined, before];
  if (every !== undefined || (cron === undefined && counted)) {
    if (zone !== undefined) throw new UsageError('--zone: --every counts from 1970 and has no zone');
    const shift = offset ?? counted?.offset;
    return { every: every ?? counted?.every ?? 0, ...(shift !== undefined && { offset: shift }) };
  }
  if (offset !== undefined) throw new UsageError('--offset: goes with --every alone');
  const expression = cron ?? clock?.cron;
  if (expression === undefined) {
    throw new UsageError('nothing says when: give --every, or --cron or --calendar with --zone');
  }
  const of = zone ?? clock?.zone;
  if (of !== undefined) return { cron: expression, zone: of };
  throw new UsageError('missing --zone: whose clocks to read it by, such as UTC or Europe/Berlin');
}

function readCron(values: WhenValues): string | undefined {
  const calendar = values['--calendar'];
  if (calendar === undefined) return values['--cron'];
  try {
    return readCalendar(calendar);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(`--${error.message}`) : error;
  }
}
