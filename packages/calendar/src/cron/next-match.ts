import type { CronFields } from './cron.ts';
import type { Zone } from '../zone.ts';

const second = 1_000;
const hour = 3_600_000;

/** The last year in which Temporal's server looks for times. */
const lastYear = 2100;

/** Where the search is: an hour on the wall, and the second in it from which on a match counts. */
interface Place {
  /** The hour's start, as `Zone` holds a time on the wall. */
  readonly hour: number;
  readonly second: number;
  /** Whether it is the second time that the wall shows this hour. */
  readonly repeated: boolean;
}

/**
 * The first time after an instant at which the wall shows what the fields match, as Temporal's server finds it: what it
 * does around changes of the clocks is its own, and intervals have to end where it starts runs.
 */
export function nextMatch(fields: CronFields, zone: Zone, after: number): number | undefined {
  let place = placeAfter(zone, after);
  while (new Date(place.hour).getUTCFullYear() <= lastYear) {
    const found = matchesDay(fields, zone, place) ? toMatchingHour(fields, place) : undefined;
    if (found === undefined) {
      place = nextDay(fields, place);
      continue;
    }
    const match = matchInHour(fields, found.second);
    if (match === undefined) {
      place = nextHour(zone, found);
      continue;
    }
    const wall = found.hour + match * second;
    const instant = zone.toInstant(wall);
    if (hourOf(zone.toWall(instant)) === hourOf(wall)) return instant + (found.repeated ? hour : 0);
    place = { ...found, hour: found.hour + hour, second: 0 };
  }
  return undefined;
}

function placeAfter(zone: Zone, after: number): Place {
  const wall = zone.toWall(after);
  const start = Math.floor(wall / hour) * hour;
  return {
    hour: start,
    second: Math.floor((wall - start) / second) + 1,
    repeated: hourOf(zone.toWall(after - hour)) === hourOf(wall),
  };
}

/** The server asks for the weekday of the instant, which is another day's where midnight is left out. */
function matchesDay(fields: CronFields, zone: Zone, place: Place): boolean {
  const date = new Date(place.hour);
  if (!fields.months.includes(date.getUTCMonth() + 1)) return false;
  if (!fields.daysOfMonth.includes(date.getUTCDate())) return false;
  if (fields.daysOfWeek.length === 7) return true;
  const wall = place.hour + Math.min(place.second, 3_599) * second;
  return fields.daysOfWeek.includes(new Date(zone.toWall(zone.toInstant(wall))).getUTCDay());
}

/** The first hour of the place's day that matches, the place itself where that one does. */
function toMatchingHour({ hours }: CronFields, place: Place): Place | undefined {
  const now = hourOf(place.hour);
  const match = hours.find((one) => one >= now);
  if (match === undefined || match === now) return match === undefined ? undefined : place;
  return { hour: place.hour + (match - now) * hour, second: 0, repeated: false };
}

function nextDay({ months }: CronFields, place: Place): Place {
  const date = new Date(place.hour);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const start = months.includes(month + 1) ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1);
  return { hour: start, second: 0, repeated: false };
}

/** The first second of an hour that matches, from 0. */
function matchInHour({ minutes, seconds }: CronFields, from: number): number | undefined {
  for (const minute of minutes) {
    if (minute * 60 + 59 < from) continue;
    const match = seconds.find((one) => minute * 60 + one >= from);
    if (match !== undefined) return minute * 60 + match;
  }
  return undefined;
}

/** An hour after which more than an hour passes is repeated, and looked through once more. */
function nextHour(zone: Zone, place: Place): Place {
  const next = place.hour + hour;
  const passes = zone.toInstant(next) - zone.toInstant(place.hour);
  return !place.repeated && passes > hour
    ? { hour: place.hour, second: 0, repeated: true }
    : { hour: next, second: 0, repeated: false };
}

function hourOf(wall: number): number {
  return new Date(wall).getUTCHours();
}
