import { fork } from 'node:child_process';
import { once, setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';

import { createBudgets, createHttp, createStore, type BudgetsOptions, type Http } from '@headrace/activities';
import type { RequestBudget } from '@headrace/contracts';

import { startHttpServer, type HttpServer } from './http-server.ts';

/** A host that keeps the time of each request. */
export interface RecordingHost extends HttpServer {
  /** ms on `performance.now()`'s clock, by the worker's name in the path. */
  readonly arrivals: readonly Arrival[];
  /** Most requests in flight at once so far. */
  readonly peak: number;
}

export interface Arrival {
  readonly at: number;
  readonly worker: string;
}

export interface HostOptions {
  /** Time an answer takes, ms; default 0. */
  readonly latency?: number;
  /** What is answered; default an empty object. */
  readonly answer?: (response: ServerResponse, count: number) => void;
}

export async function startHost({ latency = 0, answer }: HostOptions = {}): Promise<RecordingHost> {
  const arrivals: Arrival[] = [];
  let inFlight = 0;
  let peak = 0;
  const server = await startHttpServer((request, response) => {
    arrivals.push({ at: performance.now(), worker: request.url!.slice(1) });
    inFlight += 1;
    peak = Math.max(peak, inFlight);
    response.on('close', () => (inFlight -= 1));
    const count = arrivals.length;
    setTimeout(() => (answer ? answer(response, count) : response.end('{}')), latency);
  });
  return Object.defineProperties({ arrivals } as unknown as RecordingHost, {
    ...Object.getOwnPropertyDescriptors(server),
    peak: { get: () => peak },
  });
}

export interface BudgetWorker extends AsyncDisposable {
  readonly http: Http;
}

/** One worker's worth of connections: a store, budgets and HTTP of its own. */
export async function openWorker(
  databaseUrl: string,
  hosts: Readonly<Record<string, RequestBudget>>,
  options: Pick<BudgetsOptions, 'longestWait'> = {},
): Promise<BudgetWorker> {
  const store = await createStore({ databaseUrl, poolSize: 2 });
  const budgets = createBudgets({ leases: store, hosts: new Map(Object.entries(hosts)), ...options });
  const http = createHttp({ budgets, retries: 0 });
  return {
    http,
    async [Symbol.asyncDispose]() {
      await http.close();
      await budgets.close();
      await store.close();
    },
  };
}

export interface HammerOptions {
  readonly url: string;
  /** Requests wanted at once. */
  readonly concurrency: number;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Asks again and again; resolves to what the requests that failed failed with. */
export async function hammer(http: Http, { url, concurrency, signal }: HammerOptions): Promise<unknown[]> {
  const failures: unknown[] = [];
  setMaxListeners(0, signal);
  async function ask(): Promise<void> {
    while (!signal.aborted) {
      try {
        await http.getJson(url, { signal, meter: { requests: 0 } });
      } catch (error) {
        if (!signal.aborted) failures.push(error);
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, ask));
  return failures;
}

export interface SpawnOptions {
  readonly databaseUrl: string;
  readonly url: string;
  readonly budget: RequestBudget;
  readonly concurrency: number;
}

export interface SpawnedWorker extends AsyncDisposable {
  /** When it began, ms on this process's `performance.now()`'s clock. */
  readonly beganAt: number;
  kill(): void;
}

/** A worker that hammers from a process of its own; resolves once it has begun. */
export async function spawnWorker(options: SpawnOptions): Promise<SpawnedWorker> {
  const file = fileURLToPath(new URL('./budget-worker.ts', import.meta.url));
  const child = fork(file, [JSON.stringify(options)], { execArgv: [] });
  const exit = once(child, 'exit');
  const [began] = (await once(child, 'message')) as [number];
  return {
    beganAt: began - performance.timeOrigin,
    kill: () => void child.kill('SIGKILL'),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

/**
 * How many requests more than the rate allows had arrived at some time since `since`, by which none was booked. Counted
 * from there and not over every window: a stalled machine makes requests arrive later, and so closer together, but never
 * earlier.
 */
export function aheadOf(requestsPerSecond: number, since: number, arrivals: readonly Arrival[]): number {
  const later = arrivals.filter(({ at }) => at >= since);
  return Math.max(...later.map(({ at }, index) => index + 1 - (requestsPerSecond * (at - since)) / 1_000));
}

/** The arrivals of the last `span` ms. */
export function latest(arrivals: readonly Arrival[], span: number): readonly Arrival[] {
  const now = performance.now();
  return between(arrivals, now - span, now);
}

/** Arrivals of a span of time, ms. */
export function between(arrivals: readonly Arrival[], from: number, to: number): readonly Arrival[] {
  return arrivals.filter(({ at }) => at >= from && at < to);
}
