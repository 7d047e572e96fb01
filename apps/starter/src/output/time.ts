/** `2026-11-21 06:00`, with seconds where there are some. */
export function showUtc(time: string): string {
  const [date = '', clock = ''] = new Date(time).toISOString().split('T');
  return `${date} ${clock.replace(/(:00)?\.\d+Z$/, '')}`;
}

/** `2026-11-21 07:00 +01:00`: the same by a zone's clocks. */
export function showLocal(time: string, zone: string): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(new Date(time)).find(({ type }) => type === 'timeZoneName')?.value;
  const offset = /[+-]\d\d:\d\d/.exec(name ?? '')?.[0] ?? '+00:00';
  const ms = toMs(offset);
  return `${showUtc(new Date(Date.parse(time) + ms).toISOString())} ${offset}`;
}

function toMs(offset: string): number {
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
