/** `1,234,567`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 batch`, `2 batches`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

const byteUnits = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `412 bytes`, `3.4 MiB`. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), byteUnits.length - 1);
  const amount = bytes / 1024 ** power;
  return `${power === 0 ? amount : amount.toFixed(1)} ${byteUnits[power]}`;
}

/** Time that has passed as people read it: `0.8 s`, `42 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatElapsed(ms: number): string {
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}

/** Time that is left, rounded up: `45s`, `1m 20s`, `2h 05m`, `3d 04h`. */
export function formatRemaining(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${toTwoDigits(seconds % 60)}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}h ${toTwoDigits(minutes % 60)}m`;
  return `${formatCount(Math.floor(hours / 24))}d ${toTwoDigits(hours % 24)}h`;
}

function toTwoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** `2026-11-21 06:00`, with seconds where there are some. */
export function formatUtc(time: string): string {
  const [date = '', clock = ''] = new Date(time).toISOString().split('T');
  return `${date} ${clock.replace(/(:00)?\.\d+Z$/, '')}`;
}

/** `2026-11-21 07:00 +01:00`: the same by a zone's clocks. */
export function formatLocal(time: string, zone: string): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(new Date(time)).find(({ type }) => type === 'timeZoneName')?.value;
  const offset = /[+-]\d\d:\d\d/.exec(name ?? '')?.[0] ?? '+00:00';
  const ms = toMs(offset);
  return `${formatUtc(new Date(Date.parse(time) + ms).toISOString())} ${offset}`;
}

function toMs(offset: string): number {
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
