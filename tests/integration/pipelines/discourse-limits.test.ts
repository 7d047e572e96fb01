import { gzipSync } from 'node:zlib';

import {
  createBudgets,
  createHttp,
  createSources,
  createStore,
  type AnySource,
  type Http,
  type SourceContext,
} from '@headrace/activities';
import type { RequestBudget } from '@headrace/contracts';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openDatabase, type TestDatabase } from '../../support/database.ts';
import { aheadOf, startHost } from '../../support/budget-rig.ts';
import { startHttpServer } from '../../support/http-server.ts';

const pipeline = 'discourse-topics';
const input = { pages: 1, top: 10 };
const topic = JSON.stringify({ id: 1, title: 'A title', created_at: '2026-01-01T00:00:00.000Z' });

function newContext(): SourceContext {
  return { signal: new AbortController().signal, meter: { requests: 0 } };
}

function sourceOver(http: Http, budget?: RequestBudget): AnySource {
  return createSources({ http, budgets: { [pipeline]: budget ?? 'none' } }).get(pipeline)!;
}

function refusal(seconds: unknown): string {
  return JSON.stringify({ error_type: 'rate_limit', extras: { wait_seconds: seconds } });
}

describe('Discourse’s 429', () => {
  const http = createHttp({ backoff: 5, retries: 1 });
  afterAll(() => http.close());

  /** Refuses the first request so, and answers the others with a topic. */
  async function ask(
    body: string | Buffer,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ took: number; outcome: unknown }> {
    const waiting = new Set(['/t/1.json']);
    await using forum = await startHttpServer((request, response) => {
      if (waiting.delete(request.url ?? '')) response.writeHead(429, headers).end(body);
      else response.end(topic);
    });
    const began = performance.now();
    const forumInput = { ...input, forum: forum.url };
    const asked = sourceOver(http).fetchItem(forumInput, `${forum.url}/t/1`, newContext());
    const outcome = await asked.catch((error: unknown) => error);
    return { took: performance.now() - began, outcome };
  }

  it.each<[string, string | Buffer, Record<string, string>]>([
    ['its body says', refusal(1), {}],
    ['its packed body says', gzipSync(refusal(1)), { 'content-encoding': 'gzip' }],
    ['its body says, where Retry-After says less', refusal(1), { 'retry-after': '0' }],
    ['Retry-After says, where its body says less', refusal(0), { 'retry-after': '1' }],
    ['Retry-After says, where its body is no JSON', 'Slow down', { 'retry-after': '1' }],
  ])('is waited for as long as %s', async (_, body, headers) => {
    const { took, outcome } = await ask(body, headers);
    expect(outcome).toMatchObject({ id: 1 });
    expect(took).toBeGreaterThanOrEqual(990);
  });

  it('for longer than a request should wait is its batch’s to wait for', async () => {
    const { outcome } = await ask(refusal(77));
    expect(outcome).toMatchObject({ reason: 'rate-limited', transient: true, retryAfter: 77_000 });
  });

  it('that asks for nothing is backed off from', async () => {
    expect((await ask(refusal('soon'))).outcome).toMatchObject({ id: 1 });
  });
});

describe('a forum that a run names', () => {
  let server: TestDatabase;

  beforeAll(async () => {
    server = await openDatabase();
  });

  it('is asked no more than the pipeline may ask its own', async () => {
    const budget = { requestsPerSecond: 20, burst: 2, concurrent: 2 };
    await using forum = await startHost({ latency: 20, answer: (response) => void response.end(topic) });
    const store = await createStore({ databaseUrl: server.url });
    const budgets = createBudgets({ leases: store, hosts: new Map() });
    const http = createHttp({ budgets });
    const source = sourceOver(http, budget);
    const began = performance.now();
    const asked = Array.from({ length: 20 }, () =>
      source.fetchItem({ ...input, forum: forum.url }, `${forum.url}/t/1`, newContext()),
    );
    await Promise.all(asked);
    await http.close();
    await budgets.close();
    await store.close();
    expect(forum.arrivals).toHaveLength(20);
    expect(forum.peak).toBeLessThanOrEqual(budget.concurrent);
    expect(aheadOf(budget.requestsPerSecond, began, forum.arrivals)).toBeLessThanOrEqual(budget.burst + 1);
  });
});
