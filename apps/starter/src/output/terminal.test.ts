import { expect, test } from 'vitest';

import { createTerminal, type TerminalProcess } from './terminal.ts';

function widthOf(stdout: { isTTY: boolean; columns?: number }): number | undefined {
  const stream = { on: () => stream, ...stdout };
  const host = { stdout: stream, stderr: stream, env: {} } as unknown as TerminalProcess;
  return createTerminal(host).width;
}

test.each([
  ['a terminal as wide as it says', { isTTY: true, columns: 120 }, 120],
  ['a terminal that does not tell its width', { isTTY: true, columns: 0 }, 80],
  ['no terminal', { isTTY: false }, undefined],
])('%s', (_name, stdout, width) => {
  expect(widthOf(stdout)).toBe(width);
});
