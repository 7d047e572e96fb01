import type { Every, When } from '@headrace/contracts';

import { readCron } from './cron-fields.ts';
import { createNominalTimes } from './nominal-times.ts';

/** Where a first time is looked for, ms since 1970: what never comes in the years after does not come at all. */
const anyTime = Date.UTC(2026, 0);

/** What is wrong with it, in words, with what would be valid; `undefined` where nothing is. */
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
