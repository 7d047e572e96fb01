import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { StartFailure } from '../process/start-failure.ts';

/** The result of a check, with a word or a line about it. */
export interface CheckResult {
  readonly ok: boolean;
  readonly detail: string;
}

/** Checks by the name of what they look at. */
export type Checks = Readonly<Record<string, () => CheckResult | Promise<CheckResult>>>;

export interface HealthServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** `/healthz`: failing means that a restart would help. */
  readonly alive: Checks;
  /** `/readyz`: failing means that no work is taken at the moment. */
  readonly ready: Checks;
  /** How long the checks of one request may take, ms; 900 by default, below the 1 s of an orchestrator's probe. */
  readonly patience?: number;
}

export interface HealthServer extends AsyncDisposable {
  readonly port: number;
}

/** Serves `/healthz` and `/readyz`: 200 where every check is ok, else 503, and each check's result as JSON. */
export async function startHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  const { host, port, patience = 900 } = options;
  const checksByPath = new Map([
    ['/healthz', options.alive],
    ['/readyz', { ...options.alive, ...options.ready }],
  ]);
  const server = createServer((request, response) => {
    const checks = checksByPath.get(request.url?.split('?')[0] ?? '');
    if (checks) void answer(response, checks, patience);
    else response.writeHead(404).end('Not found; there are /healthz and /readyz\n');
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const place = `${host}:${port}`;
    throw new StartFailure(
      `The health server cannot listen on ${place}: ${String(error)}. Set HEADRACE_HEALTH_PORT.`,
    );
  }
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(response: ServerResponse, checks: Checks, patience: number): Promise<void> {
  const entries = Object.entries(checks);
  const results = await Promise.all(
    entries.map(async ([name, check]) => [name, await look(check, patience)] as const),
  );
  const ok = results.every(([, result]) => result.ok);
  const details = Object.fromEntries(results.map(([name, result]) => [name, result.detail]));
  response.writeHead(ok ? 200 : 503, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify({ status: ok ? 'ok' : 'failing', ...details })}\n`);
}

async function look(check: Checks[string], patience: number): Promise<CheckResult> {
  const late = Promise.withResolvers<CheckResult>();
  const timer = setTimeout(() => late.resolve({ ok: false, detail: 'no answer in time' }), patience);
  try {
    return await Promise.race([check(), late.promise]);
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
