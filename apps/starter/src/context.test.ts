import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';

import { expect, test } from 'vitest';

import { createConfirm, type AskedProcess } from './context.ts';

function terminal(isTTY: boolean): AskedProcess & { stdin: PassThrough; stderr: PassThrough } {
  const stdin = Object.assign(new PassThrough(), { isTTY });
  const stderr = Object.assign(new PassThrough(), { isTTY });
  return { stdin, stderr } as unknown as AskedProcess & { stdin: PassThrough; stderr: PassThrough };
}

test.each([
  ['y\n', true],
  [' YES \n', true],
  ['n\n', false],
  ['yesterday\n', false],
  ['\n', false],
  ['', false],
])('%j is taken for %s', async (typed, meant) => {
  const host = terminal(true);
  host.stdin.end(typed);
  expect(await createConfirm(host)?.('Discard 3 items?')).toBe(meant);
  host.stderr.end();
  expect(await text(host.stderr)).toBe('Discard 3 items? [y/N] ');
});

test('nobody is asked where there is no terminal', () => {
  expect(createConfirm(terminal(false))).toBeUndefined();
});
