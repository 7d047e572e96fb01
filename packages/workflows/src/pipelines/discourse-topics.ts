import {
  discourseTopics as contract,
  limits,
  type DiscourseTopicsInput,
  type RunRequest,
  type RunResult,
  type Topic,
} from '@headrace/contracts';

import { withRun } from '../run/with-run.ts';

/** Lands a forum's latest topics, and shows the most viewed of them and the most frequent words of their titles. */
export function discourseTopics(request: RunRequest<DiscourseTopicsInput>): Promise<RunResult<Topic>> {
  return withRun(contract, request, async (run) => {
    await run.planAndLand();
    const summary = await run.conclude();
    const [rows, words] = await Promise.all([
      run.topRows([{ field: 'views', descending: true }, { field: 'id' }], run.input.top),
      run.countWords('title', limits.resultWords),
    ]);
    return { summary, rows, words };
  });
}
