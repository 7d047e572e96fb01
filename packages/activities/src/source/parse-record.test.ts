import { limits } from '@headrace/contracts';
import { expect, test } from 'vitest';
import { z } from 'zod';

import { capRecord, ItemFailure } from './item-failure.ts';
import { parseRecord } from './parse-record.ts';

const schema = z.object({
  id: z.int(),
  by: z.object({ name: z.string().min(1) }),
  tags: z.array(z.string()),
});

function failureOf(value: unknown): ItemFailure {
  try {
    parseRecord(schema, value, 'item 7');
  } catch (error) {
    if (error instanceof ItemFailure) return error;
  }
  throw new Error('did not fail');
}

test('a record is what its schema keeps of it', () => {
  const record = { id: 7, by: { name: 'pg', karma: 1 }, tags: [], extra: true };
  expect(parseRecord(schema, record, 'item 7')).toEqual({ id: 7, by: { name: 'pg' }, tags: [] });
});

test('a failure names each path, what was found and what is expected', () => {
  const failure = failureOf({ id: '7', by: {}, tags: ['a', 2] });
  expect(failure.message).toBe(
    'item 7: id is "7", expected number; by.name is missing, expected string; tags.1 is 2, expected string',
  );
  expect(failure).toMatchObject({ reason: 'malformed', transient: false });
});

test('a bound that is broken is named', () => {
  expect(failureOf({ id: 7, by: { name: '' }, tags: [] }).message).toBe(
    'item 7: by.name is "", expected string to have >=1 characters',
  );
});

test('the record is kept as JSON, its head where it is long', () => {
  expect(failureOf({ id: null }).record).toBe('{"id":null}');
  expect(failureOf({ id: '€'.repeat(100_000) }).record).toMatch(/^\{"id":"€+$/);
});

test('a cap cuts between characters', () => {
  for (const character of ['x', 'é', '€', '😀']) {
    const record = capRecord(`a${character.repeat(limits.quarantineRecordBytes)}`);
    expect(Buffer.byteLength(record)).toBeLessThanOrEqual(limits.quarantineRecordBytes);
    expect(Buffer.byteLength(record)).toBeGreaterThan(limits.quarantineRecordBytes - 4);
    expect(record).not.toContain('\uFFFD');
  }
});
