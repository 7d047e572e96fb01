import { expect, it } from 'vitest';

import { retryDelay } from './retry-delay.ts';

const pending = (attempts: number) => [
  { key: '1', attempts, since: 0, reason: 'timeout' as const, detail: '' },
];

it('doubles with the passes, up to five minutes', () => {
  expect([1, 2, 3, 4].map((passes) => retryDelay(pending(passes), 0))).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(retryDelay(pending(40), 0)).toBe(300_000);
});

it('waits as long as the source asked', () => {
  expect(retryDelay(pending(1), 90_000)).toBe(90_000);
});
