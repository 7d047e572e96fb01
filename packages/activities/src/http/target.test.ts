import { expect, test } from 'vitest';

import { redirectTarget, toTarget } from './target.ts';

test('credentials move from the URL to a header', () => {
  const { url, headers } = toTarget('https://me:s%3Acret@api.test/v0?x=1');
  expect(url.href).toBe('https://api.test/v0?x=1');
  expect(headers['authorization']).toBe(`Basic ${Buffer.from('me:s:cret').toString('base64')}`);
});

test('credentials follow a redirect to the same origin only', () => {
  const from = toTarget('https://me:secret@api.test/v0');
  expect(redirectTarget(from, new URL('https://api.test/v1')).headers).toHaveProperty('authorization');
  expect(redirectTarget(from, new URL('http://api.test/v1')).headers).not.toHaveProperty('authorization');
  expect(redirectTarget(from, new URL('https://other.test/')).headers).not.toHaveProperty('authorization');
});

test('only http and https are asked', () => {
  expect(() => toTarget('file:///etc/passwd')).toThrow('not an http or https URL');
});
