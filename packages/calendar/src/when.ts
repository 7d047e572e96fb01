import type { TimedWhen, Every, When } from '@headrace/contracts';

import { readCron } from './cron/cron.ts';
import { createNominalTimes } from './times/nominal-times.ts';

/** How long intervals are: a unit of the calendar, or ms. */
export type Grain = 'hour' | 'day' | 'week' | 'month' | number;

/** Hours, days, weeks from Monday and months begin as the zone's clocks say; a length in ms counts from the epoch. */
export function toWhen(grain: Grain, zone: string): TimedWhen {
  return typeof grain === 'number' ? { every: grain } : { cron: crons[grain], zone };
}

const crons: Readonly<Record<Exclude<Grain, number>, string>> = {
  hour: '0 * * * *',
  day: '0 0 * * *',
  week: '0 0 * * 1',
  month: '0 0 1 * *',
};

/** Where a first time is looked for, ms since 1970: what never comes in the years after does not come at all. */
const anyTime = Date.UTC(2026, 0);

/** Describes the mistake and a valid form; `undefined` for a valid schedule. */
export function checkWhen(when: When): string | undefined {
  if ('on' in when) return undefined;
  if ('every' in when) return checkEvery(when);
  return checkCron(when.cron) ?? checkZone(when.zone) ?? checkThatItComes(when);
}

function checkEvery({ every, offset = 0 }: Every): string | undefined {
  if (!isSeconds(every) || every < 1_000) {
    return `every: ${every} ms is not a whole number of seconds, at least one`;
  }
  if (isSeconds(offset) && offset >= 0 && offset < every) return undefined;
  return `offset: ${offset} ms is not a whole number of seconds from 0 to below every, which is ${every} ms`;
}

function isSeconds(ms: unknown): boolean {
  return typeof ms === 'number' && Number.isSafeInteger(ms) && ms % 1_000 === 0;
}

function checkCron(cron: string): string | undefined {
  try {
    readCron(cron);
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

/** The server knows a zone by its exact name alone. */
function checkZone(zone: string): string | undefined {
  const names = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  if (names.includes(zone)) return undefined;
  const text = String(zone).toLowerCase().replaceAll(' ', '_');
  const meant = names.find((name) => name.toLowerCase() === text || name.toLowerCase().endsWith(`/${text}`));
  if (meant === undefined && isKnown(zone)) return undefined;
  const hint = meant === undefined ? 'such as Europe/Berlin or UTC' : `did you mean ${meant}?`;
  return `zone: ${JSON.stringify(zone)} is not a time zone's IANA name, ${hint}`;
}

/** Names that were renamed since, such as `Asia/Calcutta`, are known still. */
function isKnown(zone: string): boolean {
  if (!/^[A-Z][A-Za-z]+\//.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).format() !== '';
  } catch {
    return false;
  }
}

function checkThatItComes(when: Exclude<When, { on: string }>): string | undefined {
  for (const _ of createNominalTimes(when).after(anyTime)) return undefined;
  return `cron: ${'cron' in when ? JSON.stringify(when.cron) : ''} names a day that never comes; give one that does`;
}

/** As people are told: `every 10h`, `0 6 * * * in Europe/Berlin`, `on hacker_news_stories`. */
export function formatWhen(when: When): string {
  if ('on' in when) return `on ${when.on}`;
  if ('cron' in when) return `${when.cron} in ${when.zone}`;
  return `every ${formatLength(when.every)}${when.offset ? ` from ${formatLength(when.offset)} on` : ''}`;
}

const units = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;

function formatLength(ms: number): string {
  const [unit, size] = Object.entries(units).find(([, one]) => ms % one === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}

/** In the order of a cron expression, each with what it is where it is not given. */
const defaults = {
  second: '0',
  minute: '0',
  hour: '0',
  dayOfMonth: '*',
  month: '*',
  dayOfWeek: '*',
  year: '*',
} as const;

/**
 * `hour=6 minute=0 dayOfWeek=MON-FRI` → `0 6 * * MON-FRI`. As with Temporal's calendars, a time of day that is not given
 * is 0, a day that is not given is any. What the fields hold is left to `checkWhen`. Throws `RangeError` in words.
 */
export function readCalendar(text: string): string {
  const parts = text.trim().split(/\s+/);
  const given = new Map(parts.map(readPart));
  if (given.size < parts.length) throw new RangeError(`calendar: ${text} gives a field twice`);
  const [second = '0', ...fields] = Object.entries(defaults).map(([name, rest]) => given.get(name) ?? rest);
  const plain = second === '0' && fields.at(-1) === '*';
  return (plain ? fields.slice(0, -1) : [second, ...fields]).join(' ');
}

function readPart(part: string): readonly [string, string] {
  const [, name = '', value = ''] = /^(\w+)=(.+)$/.exec(part) ?? [];
  if (Object.hasOwn(defaults, name)) return [name, value];
  throw new RangeError(
    `calendar: ${JSON.stringify(part.slice(0, 80))} is not a field with its value, such as hour=6 or dayOfWeek=MON-FRI; ` +
      `there are ${Object.keys(defaults).join(', ')}`,
  );
}
