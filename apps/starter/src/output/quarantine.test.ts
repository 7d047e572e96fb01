import { limits, type QuarantinedItem } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { formatItem, formatItems, formatTotals } from './quarantine.ts';
import type { Terminal } from './terminal.ts';

const item: QuarantinedItem = {
  run: 'hn-1',
  pipeline: 'hacker-news',
  key: '8863',
  reason: 'malformed',
  detail: 'item 8863: title is 17, expected string',
  status: null,
  attempts: 2,
  quarantinedAt: '2026-11-21T07:45:24.000Z',
};
const wide = { width: undefined, colour: false } as Terminal;

test('an item is a line, its detail shortened', () => {
  const lines = formatItems([item, { ...item, key: '8864', detail: 'x'.repeat(500), status: 403 }], wide);
  expect(lines.split('\n')).toEqual([
    expect.stringMatching(/^run {3}key {3}reason +status {2}attempts {2}detail +quarantined_at$/),
    expect.stringMatching(/^hn-1 {2}8863 {2}malformed +– +2 {2}item 8863: .* string +2026-11-21 07:45$/),
    expect.stringMatching(/^hn-1 {2}8864 {2}malformed +403 +2 {2}x{99}… {2}2026-11-21 07:45$/),
  ]);
});

test('totals add up and name each reason', () => {
  expect(
    formatTotals([
      { reason: 'timeout', items: 1_200 },
      { reason: 'refused', items: 1 },
    ]),
  ).toBe('1,201 items in quarantine: 1,200 timeout, 1 refused');
});

test('a record that is JSON is shown with its lines, any other as it is', () => {
  expect(formatItem({ ...item, record: '{"title":17,"tags":["a"]}' })).toMatch(
    /\nrecord, 25 bytes:\n\{\n {2}"title": 17,\n {2}"tags": \[\n {4}"a"\n {2}\]\n\}$/,
  );
  expect(formatItem({ ...item, record: '<html>\n  <b>no</b>\n</html>' })).toMatch(
    /\nrecord, 26 bytes:\n<html>\n {2}<b>no<\/b>\n<\/html>$/,
  );
  expect(formatItem({ ...item, record: 'x'.repeat(limits.quarantineRecordBytes) })).toContain(
    'record, its first 16,384 bytes:',
  );
  expect(formatItem(item)).toMatch(/^quarantined at +2026-11-21T07:45:24.000Z\nno record was kept$/m);
});

test('nothing in a record or a detail reaches the terminal as a command', () => {
  const hostile = '\u001B[2Jgone\u0007\u202E \u009B31m';
  const shown = formatItem({ ...item, detail: hostile, record: `{"a":${JSON.stringify(hostile)}}` });
  expect(shown.replaceAll('\n', '')).not.toMatch(/\p{Cc}|[\u202A-\u202E]/u);
  expect(shown).toContain('gone');
});
