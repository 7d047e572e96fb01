/**
 * The clocks of a time zone. A time on the wall is held as the instant, in ms since 1970, at which clocks in UTC show it.
 */
export interface Zone {
  toWall(instant: number): number;
  /**
   * The instant at which the wall shows a time. For one that a change of the clocks leaves out or repeats it is the one
   * that Go's `time.Date` gives, because Temporal's server asks that.
   */
  toInstant(wall: number): number;
}

const hour = 3_600_000;

/** Throws `RangeError` for a name that is no zone. */
export function createZone(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  // By hour, as formatting takes microseconds; `null` where the offset changes in it.
  const offsets = new Map<number, number | null>();

  function lookUp(instant: number): number {
    return parseOffset(format.formatToParts(instant).at(-1)?.value ?? '');
  }

  function ofHour(start: number): number | null {
    const known = offsets.get(start);
    if (known !== undefined) return known;
    const first = lookUp(start);
    const offset = first === lookUp(start + hour - 1) ? first : null;
    offsets.set(start, offset);
    return offset;
  }

  function offsetAt(instant: number): number {
    return ofHour(Math.floor(instant / hour) * hour) ?? lookUp(instant);
  }

  return {
    toWall: (instant) => instant + offsetAt(instant),
    toInstant(wall) {
      const guess = wall - offsetAt(wall);
      return wall - offsetAt(guess);
    },
  };
}

/** `GMT+10:30` → ms. */
function parseOffset(text: string): number {
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /([+-])(\d+):(\d+)(?::(\d+))?$/.exec(text) ?? [];
  const size = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
  return sign === '-' ? -size : size;
}

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
