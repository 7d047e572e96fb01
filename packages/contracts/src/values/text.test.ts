import { expect, test } from 'vitest';

import { preview, redact } from './text.ts';

test.each([
  ['postgres://me:hush@host/db', 'postgres://me:***@host/db'],
  ['postgres://me:se/cret@host/db', 'postgres://me:***@host/db'],
  ['postgres://me:a@b@host/db', 'postgres://me:***@host/db'],
  ['postgres://me:a#b?c@host/db', 'postgres://me:***@host/db'],
  ['postgres://me:a%2Fb%40@host/db', 'postgres://me:***@host/db'],
  ['postgres://me:two words@host/db', 'postgres://me:***@host/db'],
  ['postgres://me@host/db', 'postgres://me@host/db'],
  [
    'postgres://host/db?user=me&password=hush&sslmode=require',
    'postgres://host/db?user=me&password=***&sslmode=require',
  ],
  ['https://me:se/cret@forum.example', 'https://me:***@forum.example'],
  ['https://ghp_token@api.example/x', 'https://***@api.example/x'],
  ['https://api.example/x?api_key=hush&page=2', 'https://api.example/x?api_key=***&page=2'],
  ['me:hush@proxy', 'me:***@proxy'],
  ['https://forum.example/t/1', 'https://forum.example/t/1'],
])('%s is shown as %s', (text, shown) => {
  expect(redact(text)).toBe(shown);
});

test('a message repeats a long value in part', () => {
  expect(preview({ limit: 1 })).toBe('{"limit":1}');
  expect(preview('x'.repeat(200))).toBe(`"${'x'.repeat(79)}…`);
  expect(preview(undefined)).toBe('undefined');
});
