import { expect, it } from 'vitest';

import { serializeError } from './logger.ts';

it('writes the type that an error has on the wire', () => {
  const failure = Object.assign(new Error('taken by a later attempt'), { type: 'Superseded' });
  expect(serializeError(failure)).toMatchObject({ type: 'Superseded', message: 'taken by a later attempt' });
});

it('writes the class of any other error, and what is no error as it is', () => {
  expect(serializeError(new TypeError('x is undefined'))).toMatchObject({ type: 'TypeError' });
  expect(serializeError('text')).toBe('text');
});
