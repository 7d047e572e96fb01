import type { AnyRow, Column } from '@headrace/contracts';
import { describe, expect, it } from 'vitest';

import { checkRow, capBytes, isStorable, toStorable } from './check-row.ts';

const columns: Record<string, Column> = {
  id: { type: 'integer' },
  title: { type: 'text' },
  url: { type: 'text', nullable: true },
  ratio: { type: 'number' },
  done: { type: 'boolean' },
  postedAt: { type: 'timestamp' },
};

const row = {
  id: 1,
  title: 'a title, Ünïcödé 🚀',
  url: null,
  ratio: 0.5,
  done: false,
  postedAt: '2026-01-31T12:00:00.000Z',
};

describe('checkRow', () => {
  it('takes a row that is as the columns say', () => {
    expect(checkRow(columns, row)).toBeUndefined();
    expect(checkRow(columns, { ...row, url: 'https://example.com', id: -0, ratio: 5e-324 })).toBeUndefined();
    expect(checkRow(columns, { ...row, id: Number.MIN_SAFE_INTEGER, title: '' })).toBeUndefined();
  });

  it.each<[field: string, value: unknown, problem: string]>([
    ['id', 1.5, 'id: 1.5 is not a whole number within ±(2^53 − 1)'],
    ['id', 2 ** 53, 'id: 9007199254740992 is not a whole number within ±(2^53 − 1)'],
    ['id', '1', 'id: "1" is not a whole number within ±(2^53 − 1)'],
    ['id', null, 'id: null is not a whole number within ±(2^53 − 1)'],
    ['title', 'a\0b', String.raw`title: "a\u0000b" is not text without NUL or unpaired surrogates`],
    ['title', '\uD800', String.raw`title: "\ud800" is not text without NUL or unpaired surrogates`],
    ['title', ['a'], 'title: ["a"] is not text without NUL or unpaired surrogates'],
    ['url', 7, 'url: 7 is not text without NUL or unpaired surrogates, or null'],
    ['ratio', Number.NaN, 'ratio: NaN is not a finite number'],
    ['ratio', Infinity, 'ratio: Infinity is not a finite number'],
    ['done', 1, 'done: 1 is not true or false'],
    ['postedAt', '2026-02-31T12:00:00.000Z', 'postedAt: "2026-02-31T12:00:00.000Z" is not a UTC time'],
    ['postedAt', '0000-01-01T00:00:00.000Z', 'postedAt: "0000-01-01T00:00:00.000Z" is not a UTC time'],
    ['postedAt', '2026-01-31T12:00:00Z', 'postedAt: "2026-01-31T12:00:00Z" is not a UTC time'],
    ['postedAt', '2026-01-31', 'postedAt: "2026-01-31" is not a UTC time'],
  ])('names the field %s, what was given (%j) and what is allowed', (field, value, problem) => {
    expect(checkRow(columns, { ...row, [field]: value } as AnyRow)).toContain(problem);
  });

  it('names a field that is missing', () => {
    const { url: _url, ...rest } = row;
    expect(checkRow(columns, rest)).toBe(
      'url: missing; give text without NUL or unpaired surrogates, or null',
    );
  });

  it('names a field that no column is there for', () => {
    expect(checkRow(columns, { ...row, colour: 'red' })).toBe(
      'colour: no such field; there are id, title, url, ratio, done, postedAt',
    );
  });

  it('does not take an inherited property for a field', () => {
    const inherited: Record<string, Column> = Object.fromEntries([['constructor', { type: 'text' }]]);
    expect(checkRow(inherited, {})).toContain('constructor: missing');
  });

  it('shortens what was given', () => {
    const problem = checkRow(columns, { ...row, title: `\0${'x'.repeat(5_000)}` });
    expect(problem?.length).toBeLessThan(200);
  });
});

it('knows the text that Postgres cannot hold, and replaces what is wrong with it', () => {
  expect(isStorable('a 🚀')).toBe(true);
  expect(isStorable('a\0')).toBe(false);
  expect(isStorable('\uDE80')).toBe(false);
  expect(toStorable('a\0b\uD83D')).toBe('a\uFFFDb\uFFFD');
});

it('caps text by its bytes without cutting a character in two', () => {
  expect(capBytes('abc', 3)).toBe('abc');
  expect(capBytes('a🚀b', 4)).toBe('a');
  expect(capBytes('a🚀b', 5)).toBe('a🚀');
});
