import type { Cron, Every, TimedWhen } from '@headrace/contracts';

import { readCron, type CronFields } from '../cron/cron.ts';
import { nextMatch } from '../cron/next-match.ts';
import { createZone, type Zone } from '../zone.ts';

/** The nominal times of a schedule, in ms since 1970. */
export interface NominalTimes {
  /** Those after an instant, in order. */
  after(instant: number): Iterable<number>;
  /** The latest one that is not after an instant, and the one after it; `undefined` where there are no such two. */
  around(instant: number): readonly [number, number] | undefined;
}

const hour = 3_600_000;
const day = 24 * hour;

/** Further back than 29 February is ever away, that of 2100, which there is not, included. */
const farthest = 9 * 366 * day;

/** Throws `RangeError` in words for what has no such times. */
export function createNominalTimes(when: TimedWhen): NominalTimes {
  return 'every' in when ? countFromEpoch(when) : followClocks(when);
}

function countFromEpoch({ every, offset = 0 }: Every): NominalTimes {
  const last = (instant: number): number => Math.floor((instant - offset) / every) * every + offset;
  return {
    *after(instant) {
      for (let time = last(instant) + every; ; time += every) yield time;
    },
    around: (instant) => [last(instant), last(instant) + every],
  };
}

function followClocks({ cron, zone: name }: Cron): NominalTimes {
  const fields = readCron(cron);
  const zone = createZone(name);
  return {
    *after(instant) {
      for (const time of chain(fields, zone, toSteady(zone, instant))) if (time > instant) yield time;
    },
    around(instant) {
      for (let back = hour; back < farthest; back *= 8) {
        const found = firstAcross(instant, chain(fields, zone, toSteady(zone, instant - back)));
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/** The two times next to each other that have an instant between them, or are at it. */
function firstAcross(instant: number, times: Iterable<number>): readonly [number, number] | undefined {
  let last: number | undefined;
  for (const time of times) {
    if (time > instant) return last === undefined ? undefined : [last, time];
    last = time;
  }
  return undefined;
}

function* chain(fields: CronFields, zone: Zone, from: number): Iterable<number> {
  let time = nextMatch(fields, zone, from);
  while (time !== undefined) {
    yield time;
    time = nextMatch(fields, zone, time);
  }
}

/**
 * An instant, not after the given one, from which on the server's times are the same from wherever they are counted. On
 * the day that the clocks change, which time it finds next depends on the one that it comes from.
 */
function toSteady(zone: Zone, instant: number): number {
  const isSteady = offsetAt(zone, instant - day - 4 * hour) === offsetAt(zone, instant + 4 * hour);
  return isSteady ? instant : instant - day - 8 * hour;
}

function offsetAt(zone: Zone, instant: number): number {
  return zone.toWall(instant) - instant;
}
