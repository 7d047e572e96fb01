import { createHeadraceClient, type HeadraceClient, type RunStatus } from '@headrace/client';
import { hackerNews, retryableErrors, type BatchProgress, type LandRequest } from '@headrace/contracts';
import { startTemporalServer } from '@headrace/sandbox';
import { Context } from '@temporalio/activity';
import { ApplicationFailure, Client, Connection } from '@temporalio/client';

import { createMemoryActivities, type MemoryActivities } from './memory-activities.ts';
import { runHeadrace, type CommandEnd } from './run-headrace.ts';
import { spawnHeadrace, type HeadraceProcess } from './spawn-headrace.ts';
import { withWorkers } from './test-workers.ts';
import { until } from './until.ts';

/** Temporal alone, for runs whose workers come and go, and whose activities land in memory. */
export interface SteeringRig extends AsyncDisposable {
  readonly address: string;
  readonly client: Client;
  readonly headrace: HeadraceClient;
  /** Gives workers up soon, for where there are none. */
  readonly impatient: HeadraceClient;
  /** Starts a run in batches of ten, four at once. */
  start(runId: string): Promise<void>;
  /** Waits until the batches of a gated run that are held have told what they did. */
  held(runId: string): Promise<RunStatus>;
  cli(line: string): Promise<CommandEnd>;
  spawn(line: string): HeadraceProcess;
  withWorkers<Result>(activities: MemoryActivities, story: () => Promise<Result>): Promise<Result>;
}

/** Events after which the server suggests to continue as new. */
const suggestAfter = 60;

export async function startSteeringRig(): Promise<SteeringRig> {
  const server = await startTemporalServer({
    dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': suggestAfter },
  });
  const { address } = server;
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  const headrace = createHeadraceClient({ client, queryTimeout: 10_000 });
  const impatient = createHeadraceClient({ client, callTimeout: 3_000, queryTimeout: 1_000 });
  const env = { ...process.env, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'default' };
  const overrides = {
    batch: { size: 10, chunk: 5, parallel: 4 },
    activity: { heartbeatTimeout: 2_000, totalTimeout: 60_000 },
  };
  return {
    address,
    client,
    headrace,
    impatient,
    start: async (runId) => void (await headrace.start(hackerNews, { id: runId, overrides })),
    held: (runId) => until(() => headrace.status(runId), isHeld),
    cli: (line) => runHeadrace(line.split(' '), env),
    spawn: (line) => spawnHeadrace(line.split(' '), env),
    withWorkers: (activities, story) => withWorkers(address, activities, story),
    async [Symbol.asyncDispose]() {
      await connection.close();
      await server.stop();
    },
  };
}

interface GatedOptions {
  /** What is held waits to be let go even once its run is cancelled. */
  readonly drainsSlowly?: boolean;
}

/** Two shards of 20 batches; the first two of each land at once, the others have landed 3 items and wait to be let go. */
export function createGatedActivities({ drainsSlowly = false }: GatedOptions = {}): {
  activities: MemoryActivities;
  open: () => void;
} {
  const gate = Promise.withResolvers<void>();
  const activities = createMemoryActivities({ keys: 400, keysPerShard: 200, onLand: hold });

  async function hold({ batch }: LandRequest): Promise<void> {
    if (batch % 20 < 2) return;
    const context = Context.current();
    const details: BatchProgress = { batch, landed: 3, absent: 1, quarantined: 0, requests: 5 };
    const beats = setInterval(() => context.heartbeat(details), 100);
    context.heartbeat(details);
    await Promise.race([gate.promise, context.cancelled]).catch(() => {});
    if (drainsSlowly) await gate.promise;
    clearInterval(beats);
    const { workerShutdown } = context.cancellationDetails ?? {};
    if (workerShutdown) throw ApplicationFailure.retryable('the worker stops', retryableErrors.handedBack);
  }

  return { activities, open: gate.resolve };
}

function isHeld({ pending, progress }: RunStatus): boolean {
  return progress?.batchesDone === 4 && pending.filter(({ batch }) => batch).length === 4;
}
