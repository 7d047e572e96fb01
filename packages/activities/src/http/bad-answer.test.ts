import { expect, test, vi } from 'vitest';

import { BadAnswer, toItemFailure, parseRetryAfter } from './bad-answer.ts';

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

const now = Date.parse('2026-11-21T07:00:00Z');

test('seconds become milliseconds', () => {
  expect(parseRetryAfter('0', now)).toBe(0);
  expect(parseRetryAfter('120', now)).toBe(120_000);
});

test('a date is the time until then, and 0 when it has passed', () => {
  expect(parseRetryAfter('Sat, 21 Nov 2026 07:01:30 GMT', now)).toBe(90_000);
  expect(parseRetryAfter('Fri, 20 Nov 2026 07:00:00 GMT', now)).toBe(0);
});

test('a date is of GMT in each of its formats, wherever the worker is', () => {
  vi.stubEnv('TZ', 'America/New_York');
  expect(parseRetryAfter('Sat, 21 Nov 2026 07:01:30 GMT', now)).toBe(90_000);
  expect(parseRetryAfter('Saturday, 21-Nov-26 07:01:30 GMT', now)).toBe(90_000);
  expect(parseRetryAfter('Sat Nov 21 07:01:30 2026', now)).toBe(90_000);
  expect(parseRetryAfter('Sat, 21 Nov 2026 08:01:30 +0100', now)).toBe(90_000);
  expect(parseRetryAfter('Sat, 21 Nov 2026 07:01:30 UTC', now)).toBe(90_000);
  vi.unstubAllEnvs();
});

test('a day is the longest', () => {
  expect(parseRetryAfter('9'.repeat(400), now)).toBe(86_400_000);
  expect(parseRetryAfter('Sat, 21 Nov 2099 07:00:00 GMT', now)).toBe(86_400_000);
});

test.for([null, '', 'soon', '-1', '1.5', '2026-11-21T08:00:00Z'])('%s says nothing', (header) => {
  expect(parseRetryAfter(header, now)).toBeUndefined();
});
