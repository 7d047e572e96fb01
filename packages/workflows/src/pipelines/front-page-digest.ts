import {
  frontPageDigest as contract,
  limits,
  type FrontPageDigestInput,
  type ResultOf,
  type RunRequest,
} from '@headrace/contracts';

import { withRun } from '../run/with-run.ts';

/** Lands the common words of the versions it waits for, and shows them. */
export function frontPageDigest(
  request: RunRequest<FrontPageDigestInput>,
): Promise<ResultOf<typeof contract>> {
  return withRun(contract, request, async (run) => {
    await run.planAndLand();
    const summary = await run.conclude();
    return { summary, rows: await run.readRows(limits.resultRows) };
  });
}
