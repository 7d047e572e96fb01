import {
  limits,
  type Column,
  type QuarantinedItem,
  type QuarantineFilter,
  type ReasonTotal,
} from '@headrace/contracts';

import { clean, cleanLines, pad } from './text.ts';
import { plural, formatCount } from './numbers.ts';
import { toTable } from './table.ts';
import type { Terminal } from './terminal.ts';

const columns: Readonly<Record<string, Column>> = {
  run: { type: 'text' },
  key: { type: 'text' },
  reason: { type: 'text' },
  status: { type: 'integer' },
  attempts: { type: 'integer' },
  detail: { type: 'text' },
  quarantinedAt: { type: 'timestamp' },
};

/** Quarantined items as a table; only the detail is cut. */
export function formatItems(items: readonly QuarantinedItem[], { width, colour }: Terminal): string {
  const rows = items.map(({ run, key, reason, status, attempts, detail, quarantinedAt }) => {
    return { run, key, reason, status, attempts, detail: shorten(detail), quarantinedAt };
  });
  return toTable(rows, { columns, width, colour, whole: ['run', 'key', 'reason'] });
}

/** `60 items in quarantine: 24 malformed, 12 refused`. */
export function formatTotals(totals: readonly ReasonTotal[]): string {
  const reasons = totals.map(({ reason, items }) => `${formatCount(items)} ${reason}`).join(', ');
  return `${plural(countItems(totals), 'item')} in quarantine: ${reasons}`;
}

export function countItems(totals: readonly ReasonTotal[]): number {
  return totals.reduce((sum, { items }) => sum + items, 0);
}

/** Formats a filter: `run hn-1, reason malformed`. */
export function formatFilter(filter: QuarantineFilter): string {
  return Object.entries(filter)
    .map(([name, value]) => `${name} ${clean(value)}`)
    .join(', ');
}

/** Everything there is to know of one item, its raw record below. */
export function formatItem(item: QuarantinedItem): string {
  const { record = null, ...fields } = item;
  const widest = Math.max(...Object.keys(fields).map((name) => toLabel(name).length));
  const lines = Object.entries(fields).map(
    ([name, value]) =>
      `${pad(toLabel(name), widest, 'right')}  ${value === null ? '–' : clean(String(value))}`,
  );
  return [
    ...lines,
    ...(record === null ? ['no record was kept'] : [toHeading(record), formatRecord(record)]),
  ].join('\n');
}

/** Wide enough for the cause, not for a page of HTML. */
const detailCharacters = 100;

function shorten(detail: string): string {
  return detail.length > detailCharacters ? `${detail.slice(0, detailCharacters - 1)}…` : detail;
}

function toLabel(field: string): string {
  return field === 'quarantinedAt' ? 'quarantined at' : field;
}

function toHeading(record: string): string {
  const bytes = Buffer.byteLength(record);
  // A character of up to 4 bytes is not cut in two.
  const isCut = bytes > limits.quarantineRecordBytes - 4;
  return `record, ${isCut ? 'its first ' : ''}${plural(bytes, 'byte')}:`;
}

function formatRecord(record: string): string {
  try {
    return cleanLines(JSON.stringify(JSON.parse(record), undefined, 2));
  } catch {
    return cleanLines(record);
  }
}
