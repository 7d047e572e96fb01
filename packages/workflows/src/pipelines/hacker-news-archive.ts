import {
  hackerNewsArchive as contract,
  limits,
  type HackerNewsArchiveInput,
  type ResultOf,
  type RunRequest,
} from '@headrace/contracts';

import { withRun } from '../run/with-run.ts';

/** Lands a range of items, and shows the first of them. */
export function hackerNewsArchive(
  request: RunRequest<HackerNewsArchiveInput>,
): Promise<ResultOf<typeof contract>> {
  return withRun(contract, request, async (run) => {
    await run.planAndLand();
    const summary = await run.conclude();
    return { summary, rows: await run.readRows(limits.resultRows) };
  });
}
