import { createActivities, createStore, systemClock, type Store } from '@headrace/activities';
import { hackerNews, type PruneRequest } from '@headrace/contracts';

import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { openDatabase, type TestDatabase } from '../../support/database.ts';

const day = 86_400_000;
const pipeline = hackerNews.name;

let server: TestDatabase;
let store: Store;
let sql: Client;
let activities: ReturnType<typeof createActivities>;

beforeAll(async () => {
  server = await openDatabase();
  store = await createStore({ databaseUrl: server.url });
  sql = new Client({ connectionString: server.url });
  await sql.connect();
  activities = createActivities({ sources: new Map(), store, clock: systemClock, progressTimeout: 60_000 });
});
afterAll(async () => {
  await Promise.all([store.close(), sql.end()]);
});

function newEnvironment(): MockActivityEnvironment {
  return new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
}

function run<Request, Result>(
  activity: (request: Request) => Promise<Result>,
  request: Request,
  environment = newEnvironment(),
): Promise<Result> {
  return environment.run<[Request], Result, (request: Request) => Promise<Result>>(activity, request);
}

/** Runs of two batches that ended 100 days ago and published nothing. */
async function endRuns(count: number, keys = 5): Promise<void> {
  await sql.query(
    `with ended as (
       insert into headrace.run (id, pipeline, input, execution, state, counts, concluded_at)
       select gen_random_uuid()::text, $2, '{}', 'first', 'failed', '{}', now() - interval '100 days'
       from generate_series(1, $1) returning id
     ), listed as (
       insert into headrace.shard (run, shard, first_batch, batches, listed, requests)
       select id, 0, 0, 2, 2 * $3::int, 1 from ended
     )
     insert into headrace.batch (run, number, keys, listed)
     select id, number, (select jsonb_agg(key::text) from generate_series(1, $3) as key), $3
     from ended, generate_series(0, 1) as number`,
    [count, pipeline, keys],
  );
}

it('removes all that there is, step by step, the same for attempts at once and for one that comes again', async () => {
  await endRuns(1_200);
  const preview = await run(activities.previewPrune, { olderThan: 90 * day });
  expect(preview).toMatchObject({ runs: 1_200, batches: 2_400, keys: 12_000, kept: 0 });
  const request: PruneRequest = { id: 'nightly', olderThan: 90 * day, pipeline };
  await Promise.all([run(activities.prune, request), run(activities.prune, request)]);
  const { runs, batches, keys, bytes } = preview;
  expect(await run(activities.prune, request)).toEqual({ runs, batches, keys, bytes, more: false });
  expect((await sql.query('select from headrace.batch')).rowCount).toBe(0);
  expect((await sql.query('select from headrace.run where pruned_at is not null')).rowCount).toBe(1_200);
  expect(await run(activities.previewPrune, { olderThan: 90 * day })).toMatchObject({
    runs: 0,
    batches: 0,
    bytes: 0,
  });
});

it('stops between two steps when it is cancelled, and the next attempt goes on', async () => {
  await endRuns(10);
  const environment = newEnvironment();
  environment.cancel();
  const request = { id: 'stopped', olderThan: 90 * day };
  await expect(run(activities.prune, request, environment)).rejects.toThrow('CANCELLED');
  expect(await run(activities.prune, request)).toMatchObject({ runs: 10, keys: 100, more: false });
});

const wrong: [object, string, RegExp][] = [
  [
    { id: 'x', olderThan: day - 1 },
    'InvalidInput',
    /^olderThan: 86399999 is not an integer from 86400000 to /,
  ],
  [{ id: 'x', olderThan: '90d' }, 'InvalidInput', /^olderThan: "90d" is not an integer/],
  [{ id: 'x' }, 'InvalidInput', /^olderThan: missing/],
  [{ olderThan: day }, 'InvalidInput', /^id: missing/],
  [{ id: 'x', olderThan: day, pipeline: 'haker-news' }, 'UnknownPipeline', /haker-news/],
];

it.each(wrong)('refuses %j once and for all', async (request, type, message) => {
  const expected = { type, nonRetryable: true, message: expect.stringMatching(message) };
  await expect(run(activities.prune, request as PruneRequest)).rejects.toMatchObject(expected);
});

it('previews nothing of what it would refuse', async () => {
  const refused = run(activities.previewPrune, { olderThan: 1 });
  await expect(refused).rejects.toMatchObject({ type: 'InvalidInput', nonRetryable: true });
});
