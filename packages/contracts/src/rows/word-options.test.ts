import { expect, test } from 'vitest';

import { findTextField } from './word-options.ts';

const dataset = {
  name: 'topics',
  columns: {
    id: { type: 'integer' },
    openedBy: { type: 'text' },
    title: { type: 'text', nullable: true },
  },
} as const;

test('a text field is found as the row or the table spells it', () => {
  expect(findTextField(dataset, 'openedBy')).toEqual({ field: 'openedBy' });
  expect(findTextField(dataset, 'opened_by')).toEqual({ field: 'openedBy' });
});

test('without a name it is the title, else the first text field', () => {
  expect(findTextField(dataset)).toEqual({ field: 'title' });
  const { id, openedBy } = dataset.columns;
  expect(findTextField({ ...dataset, columns: { id, openedBy } })).toEqual({ field: 'openedBy' });
});

test.each(['id', 'nope', 'toString', ''])('%j is refused with the columns there are', (name) => {
  expect(findTextField(dataset, name)).toEqual({
    problem: `topics has no text column ${JSON.stringify(name)}; there are opened_by, title`,
  });
});

test('a dataset without text is refused', () => {
  const { id } = dataset.columns;
  expect(findTextField({ ...dataset, columns: { id } })).toEqual({
    problem: 'topics has no text column; there are none',
  });
});
