import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { applyFault } from './apply-fault.ts';
import { answerControl } from './answer-control.ts';
import { parseFaultRules, type FaultRule } from './fault-rule.ts';
import { createRequestCounts } from './request-counts.ts';
import { createSelector } from './select-faults.ts';
import { createStories, feeds, type Feed, type SampleItem, type Stories } from './stories.ts';

export interface SampleSourceOptions {
  /** Port on 127.0.0.1. Default 0: one that is free. */
  readonly port?: number;
  /** Highest story id; ids begin at 1. Default 3,000. */
  readonly stories?: number;
  /** Decides the stories and the faults. Default 1. */
  readonly seed?: number;
  /** Wait before every answer, ms. Default 0. */
  readonly latency?: number;
  /** What goes wrong from the start. Default nothing. */
  readonly faults?: readonly FaultRule[];
}

export interface SampleSource {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  /** What the source answers for an item's key when nothing goes wrong. */
  truth(key: string | number): SampleItem | null;
  /** The ids a feed lists. */
  list(feed: Feed): number[];
  /** Requests so far: those of a key (`17`, `topstories`), or all of them. */
  requests(key?: string | number): number;
  /** Replaces the fault rules. Throws `InvalidFaultRules`. */
  setFaults(rules: readonly FaultRule[]): void;
  /** Stops listening and ends every connection, those that hang as well. */
  close(): Promise<void>;
}

/** Serves generated stories on loopback in the shape of the Hacker News API, and whatever faults the rules ask for. */
export async function startSampleSource(options: SampleSourceOptions = {}): Promise<SampleSource> {
  const { port = 0, stories: count = 3_000, seed = 1, latency = 0 } = options;
  const stories = createStories(count, seed);
  const counts = createRequestCounts();
  let rules: FaultRule[] = [];
  let selectFaults = createSelector(rules, seed);
  const setFaults = (given: unknown): void => {
    rules = parseFaultRules(given);
    selectFaults = createSelector(rules, seed);
  };
  setFaults(options.faults ?? []);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (await answerControl(request, response, { rules: () => rules, setFaults, counts })) return;
    const target = readTarget(request.url ?? '/');
    if (!target) return notFound(response);
    const arrival = { ...target, ...counts.add(target.key) };
    const body = JSON.stringify(readBody(stories, target));
    const signal = latency > 0 || rules.length > 0 ? untilGone(response) : undefined;
    if (signal) {
      if (latency > 0) await sleep(latency, undefined, { signal });
      for (const rule of selectFaults(arrival)) {
        if (!(await applyFault(rule, { response, body, signal }))) return;
      }
    }
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(body);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  // A connection that closes itself while a client reuses it would be a fault nobody asked for.
  server.keepAliveTimeout = 60_000;
  const url = await listen(server, port);

  return {
    url,
    truth: (key) => stories.item(Number(key)),
    list: (feed) => stories.list(feed),
    requests: (key) => counts.get(key === undefined ? undefined : String(key)),
    setFaults,
    close: () => close(server),
  };
}

interface Target {
  readonly key: string;
  readonly isItem: boolean;
  readonly feed?: Feed;
}

function readTarget(url: string): Target | undefined {
  const path = url.split('?', 1)[0] ?? '';
  const item = /^\/v0\/item\/(\d+)\.json$/.exec(path)?.[1];
  if (item) return { key: item, isItem: true };
  const list = /^\/v0\/(\w+)\.json$/.exec(path)?.[1];
  const feed = feeds.find((name) => `${name}stories` === list);
  if (feed) return { key: `${feed}stories`, isItem: false, feed };
  return list === 'maxitem' ? { key: list, isItem: false } : undefined;
}

function readBody(stories: Stories, { key, isItem, feed }: Target): SampleItem | null | number | number[] {
  if (isItem) return stories.item(Number(key));
  return feed ? stories.list(feed) : stories.count;
}

function notFound(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'application/json; charset=utf-8' }).end('{"error":"not found"}');
}

function untilGone(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
