import { expect, test } from 'vitest';

import { toColumnName } from './dataset.ts';

test.each([
  ['id', 'id'],
  ['postedAt', 'posted_at'],
  ['isTheBest', 'is_the_best'],
])('the field %s is the column %s', (field, column) => {
  expect(toColumnName(field)).toBe(column);
});
