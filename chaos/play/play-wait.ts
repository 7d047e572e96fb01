import { setTimeout as sleep } from 'node:timers/promises';

import { RunFailed, RunNotFound } from '@headrace/client';
import { terminalErrors } from '@headrace/contracts';

import type { PlannedWait } from '../schedule/plan-waits.ts';
import { awaitEnd } from './await-end.ts';
import { patiently } from './patiently.ts';
import type { PlayOptions } from './play-run.ts';
import { unless } from './unless.ts';

/** Starts a run that waits, and the one that publishes what it waits for. Resolves to why one failed, where it did. */
export async function playWait(wait: PlannedWait, options: PlayOptions): Promise<string | undefined> {
  const failures = await Promise.all([
    awaitDataset(wait, options),
    publish(wait, options),
    cancel(wait, options),
  ]);
  return failures.find((failure) => failure !== undefined);
}

async function awaitDataset(wait: PlannedWait, { client, say }: PlayOptions): Promise<string | undefined> {
  const { id, contract, input, overrides, interval, after } = wait;
  const [{ interval: which, within, otherwise }] = after;
  say(`start ${id}, which waits ${within} ms for the ${which} interval, otherwise ${otherwise}`);
  await patiently(() => client.start(contract, { id, input, overrides, interval, after }));
  return awaitEnd(() => client.result(id).catch(unlessMissed));
}

/** Whether it had to, the auditor finds out. */
function unlessMissed(error: unknown): void {
  if (!(error instanceof RunFailed && error.innermost.type === terminalErrors.dependencyMissed)) throw error;
}

async function publish(
  { published }: PlannedWait,
  { client, say }: PlayOptions,
): Promise<string | undefined> {
  if (published === undefined) return undefined;
  const { id, contract, input, overrides, interval } = published;
  await sleep(published.after);
  say(`start ${id}, which publishes`);
  await patiently(() => client.start(contract, { id, input, overrides, interval }));
  return awaitEnd(() => client.result(id));
}

async function cancel({ id, cancelAfter }: PlannedWait, { client, say }: PlayOptions): Promise<undefined> {
  if (cancelAfter === undefined) return;
  await sleep(cancelAfter);
  say(`cancel ${id}`);
  // Temporal was away, and it is yet to be started.
  await patiently(() => client.cancel(id)).catch(unless(RunNotFound));
}
