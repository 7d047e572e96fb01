import { expect, test } from 'vitest';

import { BadAnswer } from './bad-answer.ts';
import { toItemFailure } from './to-item-failure.ts';

test.for([
  ['network', true],
  ['timeout', true],
  ['not-json', true],
  ['too-large', false],
  ['redirects', false],
] as const)('%s: transient is %s', ([reason, transient]) => {
  const failure = toItemFailure(new BadAnswer(reason, 'what happened'), 'GET http://api.test/1');
  expect(failure).toMatchObject({ reason, transient, message: 'GET http://api.test/1: what happened' });
});

test('an error that is not the source’s doing is no failing item', () => {
  expect(toItemFailure(new TypeError('a bug'), 'GET http://api.test/1')).toBeUndefined();
});
