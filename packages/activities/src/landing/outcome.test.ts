import { describe, expect, it } from 'vitest';

import { ItemFailure } from '../source/item-failure.ts';
import { assertSourceAnswers, type Outcome } from './outcome.ts';

const down = new ItemFailure('unavailable', 'answered 503', { transient: true, retryAfter: 7_000 });
const failed: Outcome = { item: { key: '2', attempts: 0 }, is: 'failed', failure: down };
const absent: Outcome = { item: { key: '3', attempts: 0 }, is: 'absent' };

const answers = async (): Promise<unknown> => ({});
const fails = (): Promise<never> => Promise.reject(down);

describe('assertSourceAnswers', () => {
  it('takes any answer in the chunk for a working source', async () => {
    const checked = assertSourceAnswers([failed, absent], { controlKey: undefined, fetch: fails });
    await expect(checked).resolves.toBeUndefined();
  });

  it('blames the items when the source still answers for another one', async () => {
    const checked = assertSourceAnswers([failed], { controlKey: '1', fetch: answers });
    await expect(checked).resolves.toBeUndefined();
  });

  it('blames the source when it answers for none, and waits as long as it asks', async () => {
    const checked = assertSourceAnswers([failed], { controlKey: '1', fetch: fails });
    await expect(checked).rejects.toMatchObject({ type: 'SourceUnavailable', nonRetryable: false });
    await expect(checked).rejects.toMatchObject({ nextRetryDelay: 7_000 });
  });

  it('blames the source while it has never answered', async () => {
    const checked = assertSourceAnswers([failed], { controlKey: undefined, fetch: answers });
    await expect(checked).rejects.toMatchObject({ type: 'SourceUnavailable' });
  });
});
