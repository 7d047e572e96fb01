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
