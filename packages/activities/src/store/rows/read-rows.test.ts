import { expect, it } from 'vitest';

import { fitRow } from './read-rows.ts';

it('leaves a row that fits as it is and counts its JSON bytes and a comma', () => {
  const row = { id: 1, title: 'é' };
  expect(fitRow(row, 100)).toEqual({ row, bytes: Buffer.byteLength(JSON.stringify(row)) + 1 });
});

it.each(['x', 'é', '€', '🚀', '\u0001', '"'])('cuts long texts of %j until the row fits', (character) => {
  const row = { id: 1, title: character.repeat(10_000), by: 'someone', url: null };
  const { row: cut, bytes } = fitRow(row, 1_000);
  expect(bytes).toBeLessThanOrEqual(1_000);
  expect(Buffer.byteLength(JSON.stringify(cut))).toBeLessThan(bytes);
  expect(cut['title']).toMatch(/…$/);
  expect(cut).toMatchObject({ id: 1, by: 'someone', url: null });
});
