import { setTimeout as sleep } from 'node:timers/promises';

import {
  RunCancelled,
  RunFailed,
  RunStillRunning,
  TemporalUnreachable,
  type HeadraceClient,
} from '@headrace/client';

import type { PlannedRun } from './schedule/plan-runs.ts';

export interface PlayOptions {
  readonly client: HeadraceClient;
  readonly say: (line: string) => void;
}

/** Starts a run, does to it what was planned, and waits for its end. Resolves to why it failed, where it did. */
export async function playRun(run: PlannedRun, { client, say }: PlayOptions): Promise<string | undefined> {
  say(`start ${run.id}: ${run.contract.name} ${JSON.stringify(run.input)}`);
  await start(run, client, false);
  if (run.cancelAfter !== undefined) {
    await sleep(run.cancelAfter);
    say(`cancel ${run.id}`);
    await patiently(() => client.cancel(run.id));
  }
  let failure = await awaitEnd(run, client);
  if (run.afterwards !== undefined) {
    say(`${run.afterwards} with ${run.id}`);
    await start(run, client, run.afterwards === 'start over');
    failure = await awaitEnd(run, client);
  }
  return failure;
}

async function start(
  { id, contract, input, overrides }: PlannedRun,
  client: HeadraceClient,
  again: boolean,
): Promise<void> {
  await patiently(() => client.start(contract, { id, input, overrides, ...(again && { again }) })).catch(
    (error: unknown) => {
      // Its start went through before, and Temporal did not live to tell.
      if (!(error instanceof RunStillRunning)) throw error;
    },
  );
}

async function awaitEnd({ id }: PlannedRun, client: HeadraceClient): Promise<string | undefined> {
  try {
    await client.result(id);
    return undefined;
  } catch (error) {
    if (error instanceof RunCancelled) return undefined;
    if (error instanceof RunFailed) return error.message;
    throw error;
  }
}

/** Through every time that Temporal is away. */
async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof TemporalUnreachable)) throw error;
      await sleep(500);
    }
  }
}
