import {
  createActivities,
  createHttp,
  createSources,
  createStore,
  systemClock,
  type Http,
  type Store,
} from '@headrace/activities';
import { audit, createSampleTruths } from '@headrace/chaos';
import { createHeadraceClient, type HeadraceClient } from '@headrace/client';
import { hackerNews, hackerNewsArchive } from '@headrace/contracts';
import {
  startSampleSource,
  startTemporalServer,
  type SampleSource,
  type TemporalServer,
} from '@headrace/sandbox';
import { Client, Connection } from '@temporalio/client';
import { Client as SqlClient } from 'pg';
import { afterAll, beforeAll } from 'vitest';

import { openDatabase, type TestDatabase } from './database.ts';
import { withWorkers } from './test-workers.ts';

/** A Temporal server, a store and a source, with the auditor beside. */
export interface AuditTemporalBench {
  readonly temporal: Client;
  readonly headrace: HeadraceClient;
  /** Runs both workers for as long as `story` takes. */
  withWorkers(story: () => Promise<void>): Promise<void>;
  query(text: string): Promise<void>;
  /** What the auditor finds. */
  sentences(): Promise<string[]>;
}

export function useAuditTemporalBench(): () => AuditTemporalBench {
  let postgres: TestDatabase;
  let server: TemporalServer;
  let source: SampleSource;
  let store: Store;
  let http: Http;
  let connection: Connection;
  let temporal: Client;
  let sql: SqlClient;

  beforeAll(async () => {
    [postgres, server, source] = await Promise.all([
      openDatabase(),
      startTemporalServer(),
      startSampleSource(),
    ]);
    store = await createStore({ databaseUrl: postgres.url });
    sql = new SqlClient({ connectionString: postgres.url });
    await sql.connect();
    http = createHttp({ retries: 0 });
    connection = await Connection.connect({ address: server.address });
    temporal = new Client({ connection });
  });
  afterAll(async () => {
    await Promise.all([store.close(), sql.end(), http.close(), connection.close()]);
    await Promise.all([server.kill(), source.close()]);
  });

  function run(story: () => Promise<void>): Promise<void> {
    const baseUrls = { [hackerNews.name]: source.url, [hackerNewsArchive.name]: source.url };
    const sources = createSources({ http, baseUrls });
    const activities = createActivities({ sources, store, clock: systemClock, progressTimeout: 60_000 });
    return withWorkers(server.address, activities, story);
  }

  async function sentences(): Promise<string[]> {
    const truths = createSampleTruths(source);
    const findings = await audit({ databaseUrl: postgres.url, temporal, truths, patience: 1_000 });
    return findings.map(({ sentence }) => sentence);
  }

  return () => ({
    temporal,
    headrace: createHeadraceClient({ client: temporal }),
    withWorkers: run,
    query: async (text) => void (await sql.query(text)),
    sentences,
  });
}
