import type { Info } from '@temporalio/activity';
import { expect, it } from 'vitest';

import { CommitProgress, retryDelay } from './retry-delay.ts';

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

const infoOf = (attempt: number, heartbeatDetails?: unknown) => ({ attempt, heartbeatDetails }) as Info;

it('leaves a batch that never got on to the retry policy', () => {
  expect(new CommitProgress(infoOf(1))).toMatchObject({ lastCommitAttempt: undefined, wait: undefined });
  expect(new CommitProgress(infoOf(9, { batch: 0 }))).toMatchObject({
    lastCommitAttempt: undefined,
    wait: undefined,
  });
});

it('waits by the attempts that got nowhere since one got on', () => {
  const waits = [20, 21, 24, 90].map((attempt) => new CommitProgress(infoOf(attempt, { movedIn: 20 })).wait);
  expect(waits).toEqual([1_000, 2_000, 16_000, 2 * 3_600_000]);
});

it('begins anew with an attempt that gets on', () => {
  const progress = new CommitProgress(infoOf(25, { movedIn: 20 }));
  progress.recordCommit();
  expect(progress).toMatchObject({ lastCommitAttempt: 25, wait: 1_000 });
});
