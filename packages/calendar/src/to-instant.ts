import { createZone } from './zone.ts';

/**
 * The instant that a text means: a date or a time without an offset is what the zone's clocks show, a date its midnight.
 * `undefined` for what is neither.
 */
export function toInstant(text: string, zone: string): Date | undefined {
  const [, date, time = '00:00', offset] =
    /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:?\d\d)?)?$/.exec(text) ?? [];
  const local = date === undefined ? Number.NaN : Date.parse(`${date}T${time}Z`);
  // The 30th of February is read as a day of March.
  if (Number.isNaN(local) || !new Date(local).toISOString().startsWith(`${date}T${time.slice(0, 5)}`)) {
    return undefined;
  }
  const instant = offset === undefined ? createZone(zone).toInstant(local) : Date.parse(text);
  return Number.isNaN(instant) ? undefined : new Date(instant);
}
