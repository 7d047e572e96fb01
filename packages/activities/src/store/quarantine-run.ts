import type { PlanRequest } from '@headrace/contracts';

import { InvalidReplay, RunNotFound } from './errors.ts';
import type { StoreContext } from './tables.ts';

export interface QuarantineRun extends Pick<PlanRequest, 'pipeline' | 'input' | 'interval' | 'uses'> {}

/** A run that has a quarantine of its own. Throws `RunNotFound`, or `InvalidReplay` for one that is itself a replay. */
export async function readQuarantineRun(
  { db }: Pick<StoreContext, 'db'>,
  runId: string,
): Promise<QuarantineRun> {
  const run = await db
    .selectFrom('headrace.run')
    .select(['pipeline', 'input', 'replay_of', 'uses', 'interval_start as start', 'interval_end as end'])
    .where('id', '=', runId)
    .executeTakeFirst();
  if (run === undefined) throw new RunNotFound(`no run ${runId} in the store`);
  const { pipeline, input, replay_of: origin, uses, start, end } = run;
  const interval = start !== null && end !== null ? { start, end } : undefined;
  if (origin === null) return { pipeline, input, uses, ...(interval && { interval }) };
  throw new InvalidReplay(
    `run ${runId} is a replay of ${origin}: what failed again is in the quarantine of ${origin}`,
  );
}
