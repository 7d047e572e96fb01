import { setTimeout as sleep } from 'node:timers/promises';

import { RunStillRunning, type HeadraceClient } from '@headrace/client';

import type { PlannedRun } from '../schedule/plan-runs.ts';
import { awaitEnd } from './await-end.ts';
import { patiently } from './patiently.ts';

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
  let failure = await awaitEnd(() => client.result(run.id));
  if (run.afterwards !== undefined) {
    say(`${run.afterwards} with ${run.id}`);
    await start(run, client, run.afterwards === 'start over');
    failure = await awaitEnd(() => client.result(run.id));
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
