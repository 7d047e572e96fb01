import {
  hackerNews as contract,
  limits,
  type HackerNewsInput,
  type RunRequest,
  type RunResult,
  type Story,
} from '@headrace/contracts';

import { withRun } from '../run/with-run.ts';

/** Lands the head of one feed, and shows its stories and the most frequent words of their titles. */
export function hackerNews(request: RunRequest<HackerNewsInput>): Promise<RunResult<Story>> {
  return withRun(contract, request, async (run) => {
    await run.planAndLand();
    const summary = await run.conclude();
    const [rows, words] = await Promise.all([
      run.readRows(limits.resultRows),
      run.countWords('title', limits.resultWords),
    ]);
    return { summary, rows, words };
  });
}
