import type { Cron, TimedWhen } from '@headrace/contracts';

import type { Range } from './intervals.ts';
import { createNominalTimes, type NominalTimes } from './nominal-times.ts';
import { createZone, type Zone } from '../zone.ts';

/** A nominal time that a change of the clocks leaves out or repeats. */
export interface DaylightNote {
  readonly effect: 'skipped' | 'doubled';
  /** As the clock on the wall shows it, or would have: `2027-03-28T02:30`. */
  readonly local: string;
  readonly zone: string;
}

const hour = 3_600_000;
const day = 24 * hour;

/** Describes how clock changes in a stretch of time move nominal times; none for `every`, which has no zone. */
export function daylightNotes(when: TimedWhen, range: Range): DaylightNote[] {
  if ('every' in when) return [];
  const zone = createZone(when.zone);
  return [...changesIn(zone, range)].flatMap((change) => notesOf(when, zone, change));
}

/** The days in which the zone's offset from UTC changes. */
function* changesIn(zone: Zone, { from, to }: Range): Generator<number> {
  for (let at = from.getTime(); at < to.getTime(); at += day) {
    if (zone.toWall(at) + day !== zone.toWall(at + day)) yield changeAfter(zone, at);
  }
}

/** The minute of the change in the day after an instant. */
function changeAfter(zone: Zone, start: number): number {
  let [before, after] = [start, start + day];
  const offset = zone.toWall(start) - start;
  while (after - before > 60_000) {
    const middle = Math.floor((before + after) / 2);
    if (zone.toWall(middle) - middle === offset) before = middle;
    else after = middle;
  }
  return Math.floor(after / 60_000) * 60_000;
}

/** The times on the wall around a change: those that the cron matches, and how often each comes. */
function notesOf({ cron, zone: name }: Cron, zone: Zone, change: number): DaylightNote[] {
  const comes = countByWall(createNominalTimes({ cron, zone: name }), zone, change);
  const steady = createNominalTimes({ cron, zone: 'UTC' });
  const wall = zone.toWall(change);
  return [...timesIn(steady, wall - 3 * hour, wall + 3 * hour)].flatMap((time) => {
    const times = comes.get(time) ?? 0;
    const local = new Date(time).toISOString().replace(/(:00)?\.000Z$/, '');
    return times === 1 ? [] : [{ effect: times === 0 ? 'skipped' : 'doubled', local, zone: name } as const];
  });
}

function countByWall(times: NominalTimes, zone: Zone, change: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const time of timesIn(times, change - 6 * hour, change + 6 * hour)) {
    const wall = zone.toWall(time);
    counts.set(wall, (counts.get(wall) ?? 0) + 1);
  }
  return counts;
}

function* timesIn(times: NominalTimes, from: number, to: number): Iterable<number> {
  for (const time of times.after(from - 1)) {
    if (time > to) return;
    yield time;
  }
}
