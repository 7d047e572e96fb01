import {
  createActivities,
  createHttp,
  createSources,
  createStore,
  sourceSettings,
  systemClock,
  type Store,
} from '@headrace/activities';
import {
  hackerNewsArchive,
  pipelines,
  type BatchLanded,
  type HackerNewsArchiveInput,
  type LandingActivities,
  type Shard,
} from '@headrace/contracts';
import { startSampleSource } from '@headrace/sandbox';
import * as workflows from '@headrace/workflows';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openDatabase, type TestDatabase } from '../../support/database.ts';
import { startHttpServer } from '../../support/http-server.ts';

const { name: pipeline, batch } = hackerNewsArchive;

describe('the Hacker News archive', () => {
  const http = createHttp({ retries: 0, timeout: 5_000 });
  let server: TestDatabase;
  let store: Store;
  let sql: Client;

  beforeAll(async () => {
    server = await openDatabase();
    store = await createStore({ databaseUrl: server.url });
    sql = new Client({ connectionString: server.url });
    await sql.connect();
  });
  afterAll(async () => {
    await Promise.all([store.close(), http.close(), sql.end()]);
  });

  interface RunOptions {
    readonly runId: string;
    readonly source: string;
    readonly input: HackerNewsArchiveInput;
    readonly batchSize?: number;
  }

  /** The activities of one run, each call an attempt of its own. */
  function runOf({ runId, source, input, batchSize = batch.size }: RunOptions): {
    plan(shard: number): Promise<Shard>;
    land(number: number): Promise<BatchLanded>;
    conclude: () => ReturnType<LandingActivities['conclude']>;
  } {
    const sources = createSources({ http, baseUrls: { [pipeline]: source } });
    const activities = createActivities({ sources, store, clock: systemClock, progressTimeout: 60_000 });
    const ref = { runId, pipeline };
    const { chunk, concurrency, itemAttempts, itemTimeout } = batch;
    return {
      plan: (shard) =>
        attempt(activities.plan, {
          ...ref,
          shard,
          input: { ...input },
          batchSize,
          execution: runId,
          again: false,
        }),
      land: (number) =>
        attempt(activities.land, { ...ref, batch: number, chunk, concurrency, itemAttempts, itemTimeout }),
      conclude: () => attempt(activities.conclude, { ...ref, outcome: 'completed', quarantineLimit: 0 }),
    };
  }

  it('is a pipeline with a source and a workflow, at the same API as the feeds', () => {
    expect(pipelines).toContain(hackerNewsArchive);
    expect(workflows).toHaveProperty(hackerNewsArchive.workflow);
    const urls = sourceSettings.filter((setting) => setting.pipeline.startsWith('hacker-news'));
    expect(new Set(urls.map(({ variable }) => variable))).toEqual(new Set(['HEADRACE_HACKER_NEWS_URL']));
  });

  it('lands 5,000 ids as the API has them: comments, dead and deleted items too', async () => {
    const source = await startSampleSource({ stories: 1_000, items: 6_000, seed: 2 });
    const run = runOf({
      runId: 'all-kinds',
      source: source.url,
      input: { from: 1, to: 5_000 },
      batchSize: 2_000,
    });
    expect(await run.plan(0)).toMatchObject({ listed: 5_000, batches: 3, requests: 0, more: false });
    for (const number of [0, 1, 2])
      expect(await run.land(number)).toMatchObject({ quarantined: 0, pending: 0 });

    const ids = Array.from({ length: 5_000 }, (_, index) => index + 1);
    const truth = ids.map((id) => source.truth(id)).filter((item) => item !== null);
    expect(await run.conclude()).toMatchObject({
      listed: 5_000,
      landed: truth.length,
      absent: 5_000 - truth.length,
      quarantined: 0,
      requests: 5_000,
      version: 1,
    });
    const { rows } = await sql.query('select * from hacker_news_items order by id');
    expect(rows.map(toComparable)).toEqual(truth.map((item) => toComparable({ ...item })));
    expect(rows.map(({ posted_at }) => posted_at.getTime() / 1_000)).toEqual(truth.map(({ time }) => time));
    expect(new Set(rows.map(({ type }) => type))).toEqual(
      new Set(['story', 'comment', 'job', 'poll', 'pollopt']),
    );
    expect(ids.filter((id) => source.requests(id) !== 1)).toEqual([]);
    await source.close();
  });

  it('keeps the end of the newest ids through all of its shards, while items go on being posted', async () => {
    let newest = 1_000_000;
    await using api = await startHttpServer((_request, response) => response.end(String((newest += 1))));
    const run = runOf({ runId: 'growing', source: api.url, input: { last: 5_000 }, batchSize: 10 });
    const shards = [await run.plan(0), await run.plan(1), await run.plan(1), await run.plan(2)];
    expect(shards.map(({ listed, more }) => [listed, more])).toEqual([
      [2_000, true],
      [2_000, true],
      [2_000, true],
      [1_000, false],
    ]);
    expect(api.requests).toEqual(['/v0/maxitem.json']);
    const { rows } = await sql.query(
      `select count(distinct key)::int, min(key::int), max(key::int)
       from headrace.batch, jsonb_array_elements_text(keys) as key where run = 'growing'`,
    );
    expect(rows).toEqual([{ count: 5_000, min: 995_002, max: 1_000_001 }]);
  });
});

/** A call as Temporal makes it. */
function attempt<Request, Result>(
  activity: (request: Request) => Promise<Result>,
  request: Request,
): Promise<Result> {
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  return environment.run<[Request], Result, typeof activity>(activity, request);
}

/** A row of the table, or an item of the API as its row should be. */
function toComparable(item: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { id, type, by = null, title = null, text = null, url = null, dead = false, deleted = false } = item;
  const numbers = [id, item['score'], item['parent'] ?? item['poll'], item['descendants']];
  return { type, by, title, text, url, dead, deleted, numbers: numbers.map((number) => Number(number ?? 0)) };
}
