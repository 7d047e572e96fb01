import type { AnyRow, Column } from '@headrace/contracts';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';

import { toTable } from './table.ts';

const columns: Readonly<Record<string, Column>> = {
  id: { type: 'integer' },
  title: { type: 'text' },
  url: { type: 'text', nullable: true },
  score: { type: 'number' },
  postedAt: { type: 'timestamp' },
};

const rows: readonly AnyRow[] = [
  {
    id: 7,
    title: 'A short one',
    url: null,
    score: 0.5,
    postedAt: '2026-11-21T07:30:15.123Z',
  },
  {
    id: 41_234_567,
    title: '漢字は幅が二倍です and then some more words to be cut off',
    url: 'https://example.com/a/rather/long/path?with=parameters',
    score: 1200,
    postedAt: '2026-11-20T23:59:59.999Z',
  },
  {
    id: 8,
    title: '👩‍👩‍👧‍👦 family 🎉',
    url: 'https://example.com',
    score: 3,
    postedAt: '2026-01-01T00:00:00.000Z',
  },
];

function widest(table: string): number {
  return Math.max(...table.split('\n').map((line) => stringWidth(line)));
}

test('without a width nothing is cut', () => {
  expect(toTable(rows.slice(0, 1), { columns })).toBe(
    ['id  title        url  score  posted_at', ' 7  A short one  –      0.5  2026-11-21 07:30'].join('\n'),
  );
});

test('in 100 columns the widest text columns are cut alike, numbers and times are whole', () => {
  expect(`\n${toTable(rows, { columns, width: 100 })}\n`).toMatchInlineSnapshot(`
    "
          id  title                            url                               score  posted_at
           7  A short one                      –                                   0.5  2026-11-21 07:30
    41234567  漢字は幅が二倍です and then so…  https://example.com/a/rather/lo…   1200  2026-11-20 23:59
           8  👩‍👩‍👧‍👦 family 🎉                     https://example.com                   3  2026-01-01 00:00
    "
  `);
});

test('a field that is to stay whole is not cut', () => {
  const whole = toTable(rows, { columns, width: 80, whole: ['title'] });
  expect(whole).toContain('and then some more words to be cut off');
});

test('in 80 columns a column that may be null gives way to the others', () => {
  expect(`\n${toTable(rows, { columns, width: 80 })}\n`).toMatchInlineSnapshot(`
    "
          id  title                                          score  posted_at
           7  A short one                                      0.5  2026-11-21 07:30
    41234567  漢字は幅が二倍です and then some more words…    1200  2026-11-20 23:59
           8  👩‍👩‍👧‍👦 family 🎉                                       3  2026-01-01 00:00
    (no room for url; --json has them)
    "
  `);
});

test('in 40 columns columns are left out, those that may be null first, and named', () => {
  expect(`\n${toTable(rows, { columns, width: 40 })}\n`).toMatchInlineSnapshot(`
    "
          id  title
           7  A short one
    41234567  漢字は幅が二倍です and then s…
           8  👩‍👩‍👧‍👦 family 🎉
    (no room for url, score, posted_at; --json has them)
    "
  `);
});

test.each([20, 30, 50, 60, 79, 80, 100, 120])('no row is wider than %i columns', (width) => {
  const table = toTable(rows, { columns, width });
  expect(widest(table.split('\n').slice(0, 4).join('\n'))).toBeLessThanOrEqual(width);
});

test('a cell is one line, without what a terminal would obey', () => {
  const title = '\u001B[31mred\u001B[0m\u0007 one\ntwo\u009B2J \u202Eevil \u001B]0;owned\u0007end';
  const table = toTable([{ ...rows[0], title }], { columns: { title: { type: 'text' } } });
  expect(table.split('\n')).toHaveLength(2);
  expect(table.split('\n')[1]).toBe('red one two evil end');
});
