import {
  createActivities,
  createHttp,
  createSources,
  createStore,
  systemClock,
  type AnySource,
  type Http,
  type Store,
} from '@headrace/activities';
import {
  hackerNews,
  type Conclusion,
  type DatasetActivities,
  type Landed,
  type LandingActivities,
  type Shard,
} from '@headrace/contracts';
import { startSampleSource, type SampleSource } from '@headrace/sandbox';
import { ActivityCancellationDetails, type ActivityCancellationDetailsOptions } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach } from 'vitest';

import { openDatabase, type TestDatabase } from './database.ts';

type Activities = LandingActivities & DatasetActivities;

export const chunk = 25;
export const listed = 200;

export interface Attempt {
  cancel(details: ActivityCancellationDetailsOptions): void;
  plan(execution?: string, again?: boolean): Promise<Shard>;
  land(itemAttempts?: number, itemTimeout?: number): Promise<Landed>;
  conclude(quarantineLimit?: number): Promise<Conclusion>;
  /** Heartbeats so far. */
  beats(): number;
}

interface AttemptOptions {
  readonly number?: number;
  readonly of?: number;
  /** Of the attempt before. */
  readonly heartbeatDetails?: unknown;
  /** ms. */
  readonly startToClose?: number;
}

/** What the tests of landing share: a store on PGlite, and a source of its own for each test. */
interface LandingBench {
  readonly store: Store;
  readonly source: SampleSource;
  readonly sql: Client;
  readonly runId: string;
  /** An attempt as Temporal schedules it: each later than the one before. */
  attempt(activities: Activities, options?: AttemptOptions): Attempt;
  /** Activities over the real source and store, each with the given changes. */
  activitiesOver(wrap?: (real: AnySource) => Partial<AnySource>, changes?: Partial<Store>): Activities;
  keys(): string[];
  truth(): number;
  isStory(key: string): boolean;
  rows(): Promise<number>;
}

/** To be called by a file's `describe`, whose tests then have a run each. */
export function useLandingBench(): LandingBench {
  let server: TestDatabase;
  let store: Store;
  let source: SampleSource;
  let http: Http;
  let sql: Client;
  let scheduled = 1;
  let runs = 0;
  let runId = '';

  beforeAll(async () => {
    server = await openDatabase();
    store = await createStore({ databaseUrl: server.url });
    sql = new Client({ connectionString: server.url });
    await sql.connect();
    http = createHttp({ retries: 0, timeout: 20_000 });
  });
  beforeEach(async () => {
    runId = `run-${(runs += 1)}`;
    source = await startSampleSource({ seed: runs });
    await sql.query('truncate hacker_news_stories');
    return () => source.close();
  });
  afterAll(async () => {
    await Promise.all([store.close(), http.close(), sql.end()]);
  });

  function attempt(activities: Activities, options: AttemptOptions = {}): Attempt {
    const environment = new MockActivityEnvironment(
      {
        attempt: options.number ?? 1,
        heartbeatDetails: options.heartbeatDetails,
        retryPolicy: { maximumAttempts: options.of ?? 1_000 },
        currentAttemptScheduledTimestampMs: (scheduled += 1),
        heartbeatTimeoutMs: 1_000,
        startToCloseTimeoutMs: options.startToClose ?? 3_600_000,
      },
      { logger: new DefaultLogger('ERROR') },
    );
    let beats = 0;
    environment.on('heartbeat', () => (beats += 1));
    const ref = { runId, pipeline: hackerNews.name };
    const input = { feed: 'top', limit: listed };
    const run = <Request, Result>(activity: (request: Request) => Promise<Result>, request: Request) =>
      environment.run<[Request], Result, (request: Request) => Promise<Result>>(activity, request);
    return {
      cancel: (details) => environment.cancel('CANCELLED', new ActivityCancellationDetails(details)),
      plan: (execution = runId, again = false) =>
        run(activities.plan, { ...ref, shard: 0, input, batchSize: 500, execution, again }),
      land: (itemAttempts = 5, itemTimeout = 60_000) =>
        run(activities.land, { ...ref, batch: 0, chunk, concurrency: 5, itemAttempts, itemTimeout }),
      conclude: (quarantineLimit = 1) =>
        run(activities.conclude, { ...ref, outcome: 'completed', quarantineLimit }),
      beats: () => beats,
    };
  }

  function activitiesOver(
    wrap: (real: AnySource) => Partial<AnySource> = () => ({}),
    changes: Partial<Store> = {},
  ): Activities {
    const real = createSources({ http, baseUrls: { [hackerNews.name]: source.url } }).get(hackerNews.name)!;
    const sources = new Map([[hackerNews.name, { ...real, ...wrap(real) }]]);
    const changed = { ...store, ...changes };
    return createActivities({ sources, store: changed, clock: systemClock, progressTimeout: 60_000 });
  }

  function keys(): string[] {
    return source.list('top').slice(0, listed).map(String);
  }

  function truth(): number {
    return keys().filter((key) => isStory(key)).length;
  }

  function isStory(key: string): boolean {
    const item = source.truth(key);
    return item !== null && !item.deleted && !item.dead;
  }

  async function rows(): Promise<number> {
    const { rows: found } = await sql.query('select count(*)::int as count from hacker_news_stories');
    return found[0].count;
  }

  return {
    get store() {
      return store;
    },
    get source() {
      return source;
    },
    get sql() {
      return sql;
    },
    get runId() {
      return runId;
    },
    attempt,
    activitiesOver,
    keys,
    truth,
    isStory,
    rows,
  };
}
