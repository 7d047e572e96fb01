import { toClientEnv } from '../client-env.ts';
import { findPort, onFreePorts } from '../supervisor/ports.ts';
import { Supervisor } from '../supervisor/supervisor.ts';
import { assertReachable, describeTemporalProcess } from '../temporal/temporal-server.ts';
import { findTemporal } from '../temporal/find-program.ts';
import { claimDataDir, type DataDir, type SandboxData } from './data-dir.ts';
import {
  normalizeOptions,
  type SandboxLink,
  type SandboxOptions,
  type SandboxPlan,
} from './sandbox-options.ts';
import {
  describePgliteProcess,
  describePostgresProcess,
  describeSourceProcess,
  describeWorkerProcess,
  toPostgresUrl,
} from './sandbox-processes.ts';
import type { SandboxAddresses } from './sandbox-state.ts';

/** A whole Headrace on this machine. */
export interface Sandbox {
  /** Absolute path of its folder. */
  readonly dataDir: string;
  readonly addresses: SandboxAddresses;
  /**
   * Its parts, to be killed, stopped and started by name: `temporal`, `postgres`, `sample-source`, `workflow-worker`,
   * `activity-worker`; further workers are `activity-worker-2` and so on.
   */
  readonly processes: Supervisor;
  /** The environment in which `headrace` commands find it. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends the workers within their grace period, then what they need, and lets go of the folder; data stays. */
  stop(): Promise<void>;
  /** Kills all of it at once and lets go of the folder. */
  kill(): Promise<void>;
}

/**
 * Brings up Temporal, Postgres, a source and the workers, everything as early as what it needs is there, and keeps
 * them up. Throws `SandboxRunning` when the folder's sandbox runs already, and what a part said when it did not start.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const plan = normalizeOptions(options);
  const dataDir = await claimDataDir(plan.dataDir, plan);
  const processes = new Supervisor(plan);
  const kill = async (): Promise<void> => {
    await processes.killAll();
    await dataDir.release();
  };
  try {
    const { addresses, env } = await bringUp({ plan, dataDir, processes });
    const stop = async (): Promise<void> => {
      await stopInOrder(processes);
      await kill();
    };
    return { dataDir: dataDir.folder, addresses, processes, env, stop, kill };
  } catch (error) {
    await kill();
    throw error;
  }
}

interface Parts {
  readonly plan: SandboxPlan;
  readonly dataDir: DataDir;
  readonly processes: Supervisor;
}

async function bringUp(parts: Parts): Promise<Pick<Sandbox, 'addresses' | 'env'>> {
  const { plan, dataDir } = parts;
  const chosen = await orAborted(plan.findSource(), plan.signal);
  const data = await dataDir.data(chosen === 'sample');
  const temporal = startTemporal(parts, data);
  const postgres = startPostgres(parts, data);
  const source = startSource(parts, chosen);
  const reach = (worker: string, to: SandboxLink['to'], address: string): Promise<string> =>
    plan.link({ worker, to, address });
  const toTemporal = async (worker: string): Promise<NodeJS.ProcessEnv> => {
    const place = await temporal;
    return toClientEnv(plan.env, { ...place, temporal: await reach(worker, 'temporal', place.temporal) });
  };
  const workers = [
    startWorkers(parts, 'workflow-worker', toTemporal),
    startWorkers(parts, 'activity-worker', async (worker) => ({
      ...(await toTemporal(worker)),
      DATABASE_URL: await reach(worker, 'postgres', await postgres),
      ...toSourceEnv(plan, await source, await reach(worker, 'source', (await source).url)),
    })),
  ];
  const up = Promise.all([temporal, postgres, source, ...workers]);
  const [place, postgresUrl, { url: sourceUrl, isSample }] = await orAborted(up, plan.signal);
  const addresses: SandboxAddresses = {
    ...place,
    postgres: postgresUrl,
    source: sourceUrl,
    ...(isSample && { sample: true }),
  };
  await dataDir.publish(addresses);
  return { addresses, env: toClientEnv(plan.env, place) };
}

type TemporalPlace = Pick<SandboxAddresses, 'temporal' | 'namespace' | 'temporalUi'>;

async function startTemporal(
  { plan, processes }: Parts,
  { temporalDb }: SandboxData,
): Promise<TemporalPlace> {
  if (plan.temporalAddress !== undefined) {
    await assertReachable(plan.temporalAddress);
    return { temporal: plan.temporalAddress, namespace: plan.env['TEMPORAL_NAMESPACE'] ?? 'default' };
  }
  const cli = plan.cli ?? (await findTemporal(plan));
  return onFreePorts(async () => {
    const port = await findPort(plan.ports.temporal);
    const uiPort = await findPort(plan.ports.temporalUi);
    const ports = { port, uiPort, httpPort: await findPort() };
    await processes.run(describeTemporalProcess({ cli, ...ports, dbFile: temporalDb, env: plan.env }));
    return { temporal: `127.0.0.1:${port}`, namespace: 'default', temporalUi: `http://127.0.0.1:${uiPort}` };
  });
}

async function startPostgres({ plan, processes }: Parts, { postgresData }: SandboxData): Promise<string> {
  if (plan.databaseUrl !== undefined) return plan.databaseUrl;
  return onFreePorts(async () => {
    const port = await findPort(plan.ports.postgres);
    const describe = plan.database === 'postgres' ? describePostgresProcess : describePgliteProcess;
    await processes.run(await describe({ dataDir: postgresData, port, env: plan.env }));
    return toPostgresUrl(port);
  });
}

interface StartedSource {
  readonly url: string;
  readonly isSample: boolean;
}

/** The sample source is a forum as well, and one that nobody need spare. */
function toSourceEnv({ env }: SandboxPlan, { isSample }: StartedSource, url: string): NodeJS.ProcessEnv {
  const isForum = isSample && !env['HEADRACE_DISCOURSE_URL'];
  const forum = {
    HEADRACE_DISCOURSE_URL: url,
    HEADRACE_DISCOURSE_BUDGET: env['HEADRACE_DISCOURSE_BUDGET'] || 'none',
  };
  return { HEADRACE_HACKER_NEWS_URL: url, ...(isForum && forum) };
}

async function startSource({ plan, processes }: Parts, source: string): Promise<StartedSource> {
  if (source !== 'sample') return { url: source, isSample: false };
  return onFreePorts(async () => {
    const port = await findPort(plan.ports.source);
    await processes.run(describeSourceProcess({ port, items: plan.sampleItems, env: plan.env }));
    return { url: `http://127.0.0.1:${port}`, isSample: true };
  });
}

async function startWorkers(
  { plan, processes }: Parts,
  app: 'workflow-worker' | 'activity-worker',
  readEnv: (worker: string) => Promise<NodeJS.ProcessEnv>,
): Promise<void> {
  const names = Array.from({ length: plan.workers[app] }, (_, index) =>
    index === 0 ? app : `${app}-${index + 1}`,
  );
  const start = async (name: string): Promise<void> =>
    processes.run(describeWorkerProcess(app, name, await readEnv(name)));
  await Promise.all(names.map(start));
}

async function orAborted<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return work;
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason as Error);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([work, aborted.promise]).finally(() => signal.removeEventListener('abort', onAbort));
}

/** A worker ends cleanly only while Temporal and Postgres are there. */
async function stopInOrder(processes: Supervisor): Promise<void> {
  const names = processes.names();
  await Promise.all(names.filter(isWorker).map((name) => processes.get(name).stop()));
  await Promise.all(names.filter((name) => !isWorker(name)).map((name) => processes.get(name).stop()));
}

function isWorker(name: string): boolean {
  return name.includes('-worker');
}
