import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createHeadraceClient, type HeadraceClient } from '@headrace/client';
import {
  createLogFiles,
  startProxy,
  startSampleSource,
  startSandbox,
  type Proxy,
  type SampleSource,
  type Sandbox,
  type SandboxLink,
} from '@headrace/sandbox';
import { Client, Connection } from '@temporalio/client';

import type { Link } from '../schedule/disturbance.ts';
import { highestId } from '../schedule/plan-runs.ts';

export interface StageOptions {
  readonly seed: number;
  readonly database: 'pglite' | 'postgres';
  readonly say: (line: string) => void;
}

/** A whole sandbox with two of each worker, and a proxy on every connection of theirs. */
export interface Stage {
  /** Data and logs. */
  readonly folder: string;
  readonly sandbox: Sandbox;
  readonly source: SampleSource;
  readonly client: HeadraceClient;
  readonly temporal: Client;
  proxy(link: Link): Proxy;
  /** Ends everything; removes the folder unless it is to be kept. */
  close(options: { readonly keep: boolean }): Promise<void>;
}

/** Short, so that one seed is a minute; the rest is as in production. */
const env = {
  HEADRACE_HTTP_TIMEOUT: '2s',
  HEADRACE_GRACE_PERIOD: '2s',
  HEADRACE_LOG_FORMAT: 'json',
};

export async function openStage({ seed, database, say }: StageOptions): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'headrace-chaos-'));
  // Postgres may run as another user.
  await chmod(folder, 0o755);
  const proxies = new Map<string, Proxy>();
  await using opened = new AsyncDisposableStack();
  opened.defer(async () => {
    for (const proxy of proxies.values()) await proxy.close();
  });
  const source = await startSampleSource({ seed, latency: 20, items: highestId });
  opened.defer(() => source.close());
  const sandbox = await startSandbox({
    dataDir: folder,
    workers: { workflow: 2, activity: 2 },
    source: source.url,
    database,
    env: { ...process.env, ...env },
    log: createLogFiles(join(folder, 'logs')),
    say,
    async link(link) {
      const { host, port } = toTarget(link);
      const proxy = await startProxy({ host, port });
      proxies.set(nameOf(link), proxy);
      return withPort(link, proxy.port);
    },
  });
  opened.defer(() => sandbox.kill());
  const connection = await Connection.connect({ address: sandbox.addresses.temporal });
  opened.defer(() => connection.close());
  const temporal = new Client({ connection, namespace: sandbox.addresses.namespace });
  const open = opened.move();
  return {
    folder,
    sandbox,
    source,
    client: createHeadraceClient({ client: temporal }),
    temporal,
    proxy: (link) => proxies.get(nameOf(link))!,
    async close({ keep }) {
      await open.disposeAsync();
      if (!keep) await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

function nameOf({ worker, to }: Link): string {
  return `${worker} ${to}`;
}

function toTarget({ to, address }: SandboxLink): { host: string; port: number } {
  const { hostname, port } = new URL(to === 'temporal' ? `tcp://${address}` : address);
  return { host: hostname, port: Number(port) };
}

function withPort({ to, address }: SandboxLink, port: number): string {
  if (to === 'temporal') return `127.0.0.1:${port}`;
  const url = new URL(address);
  url.port = String(port);
  return url.href.replace(/\/$/, '');
}
