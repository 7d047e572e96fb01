import {
  createActivities,
  createHttp,
  createSources,
  createStore,
  storeGuards,
  systemClock,
  type AnySource,
  type Http,
  type Store,
  type StoreGuards,
} from '@headrace/activities';
import { audit, createSampleTruths, type Finding } from '@headrace/chaos';
import {
  hackerNews,
  type ConcludeRequest,
  type Conclusion,
  type Landed,
  type LandingActivities,
  type Shard,
} from '@headrace/contracts';
import { startProxy, startSampleSource, type Proxy, type SampleSource } from '@headrace/sandbox';
import { ActivityCancellationDetails } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach } from 'vitest';

import { openDatabase, type TestDatabase } from './database.ts';

/** Items of each run, in one batch of eight chunks. */
export const listed = 200;
const chunk = 25;

export interface Attempt {
  /** As when the run is cancelled. */
  cancel(): void;
  plan(): Promise<Shard>;
  land(): Promise<Landed>;
  conclude(outcome?: ConcludeRequest['outcome']): Promise<Conclusion>;
}

export interface AttemptOptions {
  /** Those that the store has in place of its own. */
  readonly guards?: Partial<StoreGuards>;
  /** What the source does otherwise. */
  readonly wrap?: (real: AnySource) => Partial<AnySource>;
}

/** A store, a source and the activities over them, with the auditor beside; every test begins with empty tables. */
export interface AuditBench {
  readonly source: SampleSource;
  /** Between the activities and Postgres. */
  readonly proxy: Proxy;
  /** The list's first keys, in list order. */
  keys(): string[];
  /** An attempt as Temporal schedules it: each later than the one before. */
  attempt(options?: AttemptOptions): Promise<Attempt>;
  query(text: string, values?: unknown[]): Promise<void>;
  audit(): Promise<Finding[]>;
}

export const runId = 'audited';

export function useAuditBench(): () => AuditBench {
  let server: TestDatabase;
  let proxy: Proxy;
  let http: Http;
  let sql: Client;
  let source: SampleSource;
  let stores: Store[] = [];
  let scheduled = 0;

  beforeAll(async () => {
    server = await openDatabase();
    proxy = await startProxy({ host: '127.0.0.1', port: server.port });
    sql = new Client({ connectionString: server.url });
    await sql.connect();
    http = createHttp({ retries: 0, timeout: 2_000 });
  });
  beforeEach(async () => {
    source = await startSampleSource();
    await sql.query('truncate hacker_news_stories, headrace.run, headrace.dataset_version cascade');
    return async () => {
      await Promise.all([...stores.map((store) => store.close()), source.close()]);
      stores = [];
    };
  });
  afterAll(async () => {
    await Promise.all([sql.end(), http.close()]);
    await proxy.close();
  });

  async function attempt({ guards, wrap = () => ({}) }: AttemptOptions = {}): Promise<Attempt> {
    const databaseUrl = `postgres://postgres@127.0.0.1:${proxy.port}${new URL(server.url).pathname}`;
    const store = await createStore({ databaseUrl, guards: { ...storeGuards, ...guards } });
    stores.push(store);
    const real = createSources({ http, baseUrls: { [hackerNews.name]: source.url } }).get(hackerNews.name)!;
    const sources = new Map([[hackerNews.name, { ...real, ...wrap(real) }]]);
    const activities = createActivities({ sources, store, clock: systemClock, progressTimeout: 60_000 });
    return toAttempt(activities, (scheduled += 1));
  }

  return () => ({
    source,
    proxy,
    attempt,
    keys: () => source.list('top').slice(0, listed).map(String),
    query: async (text, values) => void (await sql.query(text, values)),
    audit: () => audit({ databaseUrl: server.url, truths: createSampleTruths(source) }),
  });
}

function toAttempt(activities: LandingActivities, scheduledAt: number): Attempt {
  const environment = new MockActivityEnvironment(
    { currentAttemptScheduledTimestampMs: scheduledAt, heartbeatTimeoutMs: 1_000 },
    { logger: new DefaultLogger('ERROR') },
  );
  const ref = { runId, pipeline: hackerNews.name };
  const run = <Request, Result>(activity: (request: Request) => Promise<Result>, request: Request) =>
    environment.run<[Request], Result, (request: Request) => Promise<Result>>(activity, request);
  return {
    cancel: () => environment.cancel('CANCELLED', new ActivityCancellationDetails({ cancelRequested: true })),
    plan: () =>
      run(activities.plan, {
        ...ref,
        shard: 0,
        input: { feed: 'top', limit: listed },
        batchSize: 500,
        execution: runId,
        again: false,
      }),
    land: () =>
      run(activities.land, { ...ref, batch: 0, chunk, concurrency: 5, itemAttempts: 5, itemTimeout: 60_000 }),
    conclude: (outcome = 'completed') => run(activities.conclude, { ...ref, outcome, quarantineLimit: 1 }),
  };
}
