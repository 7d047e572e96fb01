import {
  createActivities,
  createHttp,
  createSources,
  createStore,
  migrate,
  systemClock,
  type Http,
  type Store,
} from '@headrace/activities';
import { audit, createSampleTruths } from '@headrace/chaos';
import { createHeadraceClient } from '@headrace/client';
import { hackerNews, landShardWorkflow, pipelines } from '@headrace/contracts';
import {
  startPglite,
  startSampleSource,
  startTemporalServer,
  type PostgresServer,
  type SampleSource,
  type TemporalServer,
} from '@headrace/sandbox';
import { Client, Connection } from '@temporalio/client';
import { Client as SqlClient } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { withWorkers } from '../support/test-workers.ts';

let postgres: PostgresServer;
let server: TemporalServer;
let source: SampleSource;
let store: Store;
let http: Http;
let connection: Connection;
let temporal: Client;
let sql: SqlClient;

beforeAll(async () => {
  [postgres, server, source] = await Promise.all([startPglite(), startTemporalServer(), startSampleSource()]);
  await migrate({ databaseUrl: postgres.url, contracts: pipelines });
  store = await createStore({ databaseUrl: postgres.url });
  sql = new SqlClient({ connectionString: postgres.url });
  await sql.connect();
  http = createHttp({ retries: 0 });
  connection = await Connection.connect({ address: server.address });
  temporal = new Client({ connection });
});
afterAll(async () => {
  await Promise.all([store.close(), sql.end(), http.close(), connection.close()]);
  await Promise.all([postgres.stop(), server.kill(), source.close()]);
});

async function sentences(): Promise<string[]> {
  const truths = createSampleTruths(source);
  const findings = await audit({ databaseUrl: postgres.url, temporal, truths, patience: 1_000 });
  return findings.map(({ sentence }) => sentence);
}

it('compares what Temporal tells with the store, and finds what is left open', async () => {
  const sources = createSources({ http, baseUrls: { [hackerNews.name]: source.url } });
  const activities = createActivities({ sources, store, clock: systemClock, progressTimeout: 60_000 });
  await withWorkers(server.address, activities, async () => {
    const client = createHeadraceClient({ client: temporal });
    await client.start(hackerNews, { id: 'told', input: { limit: 30 } });
    await client.result('told');
    expect(await sentences()).toEqual([]);

    await sql.query(`update headrace.run set state = 'cancelled'`);
    expect(await sentences()).toEqual([
      'run told: it is COMPLETED in Temporal and cancelled in the store; CANCELLED is expected',
    ]);
    await sql.query(`update headrace.run set state = 'completed'`);

    await sql.query('update headrace.batch set requests = requests + 1');
    const told = (await sentences()).filter((sentence) => !sentence.includes('totals'));
    expect(told).toEqual(
      ['memo', 'progress', 'result'].map((name) =>
        expect.stringMatching(`^run told: its ${name} tells 31 requests, not 32$`),
      ),
    );
    await sql.query('update headrace.batch set requests = requests - 1');

    await sql.query(
      `insert into headrace.host_budget (host, leases) values ('http://somewhere', jsonb_build_object('worker 1',
       jsonb_build_object('held', 4, 'wanted', 4, 'until', extract(epoch from now()) + 600)))`,
    );
    expect(await sentences()).toEqual([
      `worker worker 1 still holds 4 requests of http://somewhere's budget, and every run has ended`,
    ]);
    await sql.query('truncate headrace.host_budget');

    for (const [workflowId, type] of [
      ['left', hackerNews.workflow],
      ['told/shard-0', landShardWorkflow],
    ] as const) {
      await temporal.workflow.start(type, { workflowId, taskQueue: 'nobody polls it', args: [{}] });
    }
    expect((await sentences()).toSorted()).toEqual([
      'run left: the workflow hackerNews is still open, with no activity pending; none is to outlive its run',
      'run told/shard-0: a shard is still open, with no activity pending; none is to outlive its run',
    ]);
  });
});
