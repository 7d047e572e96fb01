import { setTimeout as sleep } from 'node:timers/promises';

import { BackfillNotRunning, BackfillRunning } from '@headrace/client';

import type { PlannedBackfill } from '../schedule/plan-backfills.ts';
import { awaitEnd } from './await-end.ts';
import { patiently } from './patiently.ts';
import type { PlayOptions } from './play-run.ts';
import { unless } from './unless.ts';

/** Starts a backfill, does to it what was planned, and waits for its end. Resolves to why it failed, where it did. */
export async function playBackfill(
  backfill: PlannedBackfill,
  options: PlayOptions,
): Promise<string | undefined> {
  const { name, retried } = backfill;
  const { client, say } = options;
  await create(backfill, options);
  const [beside] = await Promise.all([
    startBeside(backfill, options),
    pause(backfill, options),
    cancel(backfill, options),
  ]);
  let failure = await awaitEnd(() => client.backfills.result(name));
  if (retried) {
    say(`retry backfill ${name}`);
    // Its retry went through before, and Temporal did not live to tell.
    await patiently(() => client.backfills.retry(name)).catch(unless(BackfillRunning));
    failure = await awaitEnd(() => client.backfills.result(name));
  }
  return failure ?? beside;
}

async function create(backfill: PlannedBackfill, { client, say }: PlayOptions): Promise<void> {
  const { contract, name, input, overrides, from, to, every, parallel, newestFirst } = backfill;
  say(`backfill ${name}: ${contract.name} from ${from} to ${to}, ${parallel} at once`);
  const range = { from, to, every, parallel, newestFirst };
  await patiently(() =>
    client.backfills.create(contract, { name, schedule: name, input, overrides, ...range }),
  );
}

/** As somebody does who does not know of the backfill. */
async function startBeside(
  backfill: PlannedBackfill,
  { client, say }: PlayOptions,
): Promise<string | undefined> {
  const { contract, name, input, overrides, beside } = backfill;
  const { after, interval } = beside;
  await sleep(after);
  const run = await patiently(() => client.start(contract, { schedule: name, interval, input, overrides }));
  say(`start ${run.runId} beside its backfill: ${run.outcome}`);
  return awaitEnd(() => client.result(run.runId));
}

async function pause({ name, pause: planned }: PlannedBackfill, { client, say }: PlayOptions): Promise<void> {
  if (planned === undefined) return;
  await sleep(planned.after);
  say(`pause backfill ${name}`);
  await patiently(() => client.backfills.pause(name)).catch(unless(BackfillNotRunning));
  await sleep(planned.lasts);
  say(`resume backfill ${name}`);
  await patiently(() => client.backfills.resume(name)).catch(unless(BackfillNotRunning));
}

async function cancel({ name, cancelAfter }: PlannedBackfill, { client, say }: PlayOptions): Promise<void> {
  if (cancelAfter === undefined) return;
  await sleep(cancelAfter);
  say(`cancel backfill ${name}`);
  await patiently(() => client.backfills.cancel(name));
}
