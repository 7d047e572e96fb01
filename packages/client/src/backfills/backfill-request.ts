import { checkWhen, intervalsBetween, formatWhen, toInstant, toWhen, type Grain } from '@headrace/calendar';
import {
  checkBackfill,
  limits,
  parseRunRequest,
  pickRunOptions,
  formatStart,
  splitRunOptions,
  type AnyPipelineContract,
  type BackfillRequest,
  type InputProblem,
  type OptionsOf,
  type TimedWhen,
} from '@headrace/contracts';

import { InvalidInput } from '../errors/headrace-error.ts';
import type { AnyStartOptions, GivenInput } from '../runs/start-options.ts';
import type { Settings } from '../temporal/settings.ts';

/** Makes the workflow's request, defaults filled in. Throws `InvalidInput` with every problem. */
export function toBackfillRequest(
  { pipelines }: Pick<Settings, 'pipelines'>,
  contract: AnyPipelineContract,
  options: AnyBackfillOptions,
): BackfillRequest {
  const { parallel = 4, newestFirst = false } = options;
  const { range, problems } = readTimes(options);
  const asked = splitRunOptions('backfill', options).options;
  const { request: ofRuns, problems: unfit = [] } = parseRunRequest(contract, asked, {
    pipelines,
    asker: 'backfill',
  });
  problems.push(...unfit);
  if (range === undefined || problems.length > 0) throw new InvalidInput(contract.name, problems);
  const { from, to, when } = range;
  const { count, problem } = countIntervals(range);
  if (problem !== undefined) {
    throw new InvalidInput(contract.name, [{ field: 'to', message: `to: ${problem}` }]);
  }
  const schedule = options.schedule ?? toSchedulePart(options.every);
  const request: BackfillRequest = {
    name: options.name ?? toName(contract, schedule, options),
    pipeline: contract.name,
    schedule,
    when,
    from,
    to,
    intervals: count,
    parallel,
    newestFirst,
    request: { input: {}, ...pickRunOptions('backfill', ofRuns ?? {}) },
  };
  const misfits = checkBackfill(request);
  if (misfits.length > 0) throw new InvalidInput(contract.name, misfits);
  return request;
}

interface Times {
  readonly when: TimedWhen;
  /** ISO 8601 in UTC. */
  readonly from: string;
  readonly to: string;
}

interface ReadTimes {
  /** Absent where something is wrong with them. */
  readonly range?: Times;
  readonly problems: InputProblem[];
}

function readTimes({ every, zone = 'UTC', from, to }: AnyBackfillOptions): ReadTimes {
  const when = typeof every === 'object' ? every : toWhen(every, zone);
  const unfit = checkWhen(when) ?? checkWhen({ cron: '0 0 * * *', zone });
  if (unfit !== undefined) return { problems: [{ field: 'every', message: unfit }] };
  const [first, last] = [toInstant(from, zone), toInstant(to, zone)];
  if (first && last && first < last) {
    return { range: { when, from: first.toISOString(), to: last.toISOString() }, problems: [] };
  }
  const unread = Object.entries({ from, to })
    .filter(([, text]) => toInstant(text, zone) === undefined)
    .map(([field, text]) => ({
      field,
      message: `${field}: ${JSON.stringify(text)} is not a date such as 2026-01-31, or a time such as 2026-01-31T06:00`,
    }));
  const reversed = { field: 'to', message: `to: ${to} is not after from, ${from}` };
  return { problems: unread.length > 0 ? unread : [reversed] };
}

/** All of the range's; none, too many, and those that have not begun are a problem. */
function countIntervals({ when, from, to }: Times): { count: number; problem?: string } {
  const range = `from ${from} to ${to}, ${formatWhen(when)}`;
  const now = new Date().toISOString();
  let count = 0;
  for (const { start } of intervalsBetween(when, { from: new Date(from), to: new Date(to) })) {
    if (start > now)
      return { count, problem: `the interval ${formatStart(start)} has not begun; end before it` };
    count += 1;
    if (count > limits.backfillIntervals) {
      const most = limits.backfillIntervals.toLocaleString('en-US');
      return { count, problem: `more than ${most} intervals start ${range}; split the range` };
    }
  }
  return count === 0 ? { count, problem: `no interval starts ${range}` } : { count };
}

const schedules: Readonly<Record<Exclude<Grain, number>, string>> = {
  hour: 'hourly',
  day: 'daily',
  week: 'weekly',
  month: 'monthly',
};

function toSchedulePart(every: Grain | TimedWhen): string {
  if (typeof every === 'string') return schedules[every];
  return formatWhen(typeof every === 'number' ? { every } : every).replaceAll(' ', '-');
}

/** `hacker-news-daily-2026-01-01-2026-02-01`: asked the same again, it is the same backfill. */
function toName(contract: AnyPipelineContract, schedule: string, { from, to }: AnyBackfillOptions): string {
  const times = [from, to].map((time) => time.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'));
  return [contract.name, schedule, ...times].join('-');
}

/** The times of a backfill, ISO 8601; without an offset, by the clocks of the zone. */
interface BackfillTimes {
  /** Intervals that start in [from, to): `2026-01-01`, `2026-01-01T06:00`, `2026-01-01T05:00Z`. */
  readonly from: string;
  readonly to: string;
  /** How long the intervals are, in ms or units of the calendar; or the times of a schedule. */
  readonly every: Grain | TimedWhen;
  /** IANA name of the zone that days begin in; `UTC` by default. */
  readonly zone?: string;
}

/** The options of a backfill. */
export interface BackfillOptions<Contract> extends BackfillTimes, Omit<OptionsOf<'backfill'>, 'input'> {
  /** Fields not given take the contract's defaults. */
  readonly input?: GivenInput<Contract>;
  /** Names the backfill; made of the pipeline, the schedule part and the range where it is not given. */
  readonly name?: string;
  /** The schedule part of the run ids; `hourly`, `daily`, `weekly`, `monthly` or `every-10h` by default. */
  readonly schedule?: string;
  /** Intervals in flight at once, at most `limits.backfillParallel`; 4 by default. */
  readonly parallel?: number;
  /** Begin with the newest interval; the oldest by default. */
  readonly newestFirst?: boolean;
}

/** The options with their types erased. */
export type AnyBackfillOptions = Omit<BackfillOptions<never>, 'input'> & Pick<AnyStartOptions, 'input'>;
