import {
  createActivities,
  createHttp,
  createSources,
  createStore,
  systemClock,
  type Http,
  type Store,
} from '@headrace/activities';
import {
  hackerNewsArchive,
  limits,
  type Conclusion,
  type QuarantinedItem,
  type QuarantineReason,
  type ReplayRequest,
} from '@headrace/contracts';
import { startSampleSource, type SampleSource } from '@headrace/sandbox';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { openDatabase, type TestDatabase } from '../../support/database.ts';

type Activities = ReturnType<typeof createActivities>;

const listed = 2_000;
const pipeline = hackerNewsArchive.name;
const table = hackerNewsArchive.dataset.name;
const input = { from: 1, to: listed };
/** Five ways to fail for ever, and the reason each is kept for. */
const ways = [
  { fault: { fault: 'status', status: 403 }, reason: 'refused' },
  { fault: { fault: 'status', status: 503 }, reason: 'unavailable' },
  { fault: { fault: 'invalid-json' }, reason: 'not-json' },
  { fault: { fault: 'malformed' }, reason: 'malformed' },
  { fault: { fault: 'redirect-loop' }, reason: 'redirects' },
] as const;

async function keysOf(items: Promise<readonly QuarantinedItem[]>): Promise<string[]> {
  return (await items).map(({ key }) => key);
}

describe('quarantine', () => {
  let server: TestDatabase;
  let store: Store;
  let source: SampleSource;
  let http: Http;
  let sql: Client;
  let activities: Activities;
  let scheduled = 1;
  let runs = 0;
  let runId = '';
  /** The keys that fail, by reason. */
  let failing: Map<QuarantineReason, string[]>;

  beforeAll(async () => {
    server = await openDatabase();
    store = await createStore({ databaseUrl: server.url });
    sql = new Client({ connectionString: server.url });
    await sql.connect();
    http = createHttp({ retries: 0, timeout: 5_000 });
  });
  beforeEach(async () => {
    runId = `run-${(runs += 1)}`;
    source = await startSampleSource({ seed: runs });
    await sql.query(`truncate ${table}`);
    const sources = createSources({ http, baseUrls: { [pipeline]: source.url } });
    activities = createActivities({ sources, store, clock: systemClock, progressTimeout: 60_000 });
    const there = keysThere().slice(100);
    failing = new Map(ways.map(({ reason }, way) => [reason, there.slice(way * 200, way * 200 + 12)]));
    fail(failing);
    return () => source.close();
  });
  afterAll(async () => {
    await Promise.all([store.close(), http.close(), sql.end()]);
  });

  function keysThere(): string[] {
    const keys = Array.from({ length: listed }, (_, index) => String(index + 1));
    return keys.filter((key) => source.truth(key) !== null);
  }

  function fail(keysByReason: ReadonlyMap<QuarantineReason, readonly string[]>): void {
    const faults = ways.flatMap(({ fault, reason }) => {
      const keys = keysByReason.get(reason) ?? [];
      return keys.length > 0 ? [{ ...fault, keys: keys.join('|') }] : [];
    });
    source.setFaults(faults);
  }

  /** Runs one activity as Temporal would: each attempt is scheduled later than the one before. */
  function run<Request, Result>(
    activity: (request: Request) => Promise<Result>,
    request: Request,
  ): Promise<Result> {
    const environment = new MockActivityEnvironment(
      {
        attempt: 1,
        retryPolicy: { maximumAttempts: 1_000 },
        currentAttemptScheduledTimestampMs: (scheduled += 1),
        workflowExecution: { workflowId: 'test', runId: `execution-${scheduled}` },
      },
      { logger: new DefaultLogger('ERROR') },
    );
    return environment.run<[Request], Result, (request: Request) => Promise<Result>>(activity, request);
  }

  /** A whole run, as its workflow would have it done. */
  async function land(id: string, replay?: ReplayRequest): Promise<Conclusion> {
    const ref = { runId: id, pipeline };
    const given = replay ? {} : input;
    const plan = { ...ref, shard: 0, input: given, batchSize: 500, execution: id, again: false };
    const { batches } = await run(activities.plan, { ...plan, ...(replay && { replay }) });
    for (let batch = 0; batch < batches; batch += 1) {
      await run(activities.land, {
        ...ref,
        batch,
        chunk: 100,
        concurrency: 20,
        itemAttempts: 1,
        itemTimeout: 60_000,
      });
    }
    return run(activities.conclude, { ...ref, outcome: 'completed', quarantineLimit: 1 });
  }

  async function quarantined(id: string = runId): Promise<readonly QuarantinedItem[]> {
    const page = await run(activities.readQuarantine, { filter: { run: id }, limit: 1_000 });
    return page.items;
  }

  async function landedKeys(): Promise<Set<string>> {
    const { rows } = await sql.query<{ _key: string }>(`select _key from ${table}`);
    return new Set(rows.map(({ _key }) => _key));
  }

  function allFailing(): string[] {
    return [...failing.values()].flat();
  }

  it('holds exactly what fails for ever, each with its reason, and a replay lands exactly that', async () => {
    const there = keysThere();
    expect(await land(runId)).toMatchObject({ listed, landed: there.length - 60, quarantined: 60 });
    const items = await quarantined();
    for (const [reason, keys] of failing) {
      expect(items.filter((item) => item.reason === reason).map(({ key }) => key)).toEqual(keys.toSorted());
    }
    expect(items).toHaveLength(60);
    const before = await landedKeys();
    expect(allFailing().filter((key) => before.has(key))).toEqual([]);

    source.setFaults([]);
    const asked = source.requests();
    expect(await land(`${runId}-replay`, { run: runId })).toMatchObject({
      listed: 60,
      landed: 60,
      absent: 0,
      quarantined: 0,
    });
    expect(source.requests() - asked).toBe(60);
    expect(await quarantined()).toEqual([]);
    expect(await landedKeys()).toEqual(new Set(there));
    const page = await run(activities.readRows, { pipeline, runId: `${runId}-replay`, limit: 1_000 });
    expect(page.rows.map(({ id }) => String(id)).toSorted()).toEqual(allFailing().toSorted());
  });

  it('is replayed by reason and by key, and the rest stays', async () => {
    await land(runId);
    source.setFaults([]);
    const refused = failing.get('refused')!;
    expect(await land('by-reason', { run: runId, reason: 'refused' })).toMatchObject({ landed: 12 });
    const rest = allFailing()
      .filter((key) => !refused.includes(key))
      .toSorted();
    expect(await keysOf(quarantined())).toEqual(rest);
    const [first = ''] = rest;
    expect(await land('by-key', { run: runId, key: first })).toMatchObject({ listed: 1, landed: 1 });
    expect(await keysOf(quarantined())).toEqual(rest.slice(1));
    expect(await land('by-both', { run: runId, key: rest[1]!, reason: 'refused' })).toMatchObject({
      listed: 0,
      version: expect.any(Number),
    });
  });

  it('keeps what fails again where it was, once, with its new reason and all of its passes', async () => {
    await land(runId);
    const [again = '', gone = ''] = failing.get('refused')!;
    source.setFaults([
      { fault: 'invalid-json', keys: again },
      { fault: 'null', keys: gone },
    ]);
    expect(await land(`${runId}-replay`, { run: runId })).toMatchObject({
      listed: 60,
      landed: 58,
      absent: 1,
      quarantined: 1,
    });
    expect(await quarantined()).toMatchObject([
      { key: again, reason: 'not-json', status: null, attempts: 2 },
    ]);
    const { rows } = await sql.query('select run from headrace.quarantine where key = $1 and run like $2', [
      again,
      `${runId}%`,
    ]);
    expect(rows).toEqual([{ run: runId }]);
    const page = await run(activities.readRows, { pipeline, runId: `${runId}-replay`, limit: 1_000 });
    expect(page.rows).toHaveLength(58);
  });

  it('hands its input on to the replay', async () => {
    await land(runId);
    await land(`${runId}-replay`, { run: runId, reason: 'malformed' });
    const { rows } = await sql.query('select input, replay_of from headrace.run where id = $1', [
      `${runId}-replay`,
    ]);
    expect(rows).toEqual([{ input, replay_of: runId }]);
  });

  it('is cleared and landed once when two replays work on it at once', async () => {
    await land(runId);
    source.setFaults([]);
    const [one, two] = await Promise.all([
      land(`${runId}-one`, { run: runId }),
      land(`${runId}-two`, { run: runId }),
    ]);
    expect([one?.quarantined, two?.quarantined]).toEqual([0, 0]);
    expect(await quarantined()).toEqual([]);
    expect(await landedKeys()).toEqual(new Set(keysThere()));
  });

  it('is not cleared by an attempt that was taken over', async () => {
    await land(runId);
    const replay = { runId: `${runId}-replay`, pipeline };
    const key = failing.get('refused')![0]!;
    await run(activities.plan, {
      ...replay,
      shard: 0,
      input,
      batchSize: 500,
      execution: runId,
      again: false,
      replay: { run: runId, key },
    });
    const late = { ...replay, batch: 0, fence: (scheduled += 1) };
    const { cursor, replayOf } = await store.claimBatch(late);
    await store.claimBatch({ ...late, fence: (scheduled += 1) });
    const nothing = { landed: [], quarantined: [], pending: [], requests: 0 };
    const chunk = { ...late, ...nothing, cursor, replayOf, advance: 1, absent: [key] };
    await expect(store.commitChunk(hackerNewsArchive, chunk)).rejects.toMatchObject({ type: 'Superseded' });
    expect(await keysOf(quarantined())).toContain(key);
  });

  it('is replayed only as what it is', async () => {
    await land(runId);
    await land(`${runId}-replay`, { run: runId, reason: 'refused' });
    const refused = { type: 'InvalidInput', nonRetryable: true };
    await expect(land('of-nothing', { run: 'no-such-run' })).rejects.toMatchObject({
      type: 'RunNotFound',
      nonRetryable: true,
    });
    await expect(land('of-replay', { run: `${runId}-replay` })).rejects.toMatchObject(refused);
    await expect(land(runId, { run: runId })).rejects.toMatchObject(refused);
    await expect(land(`${runId}-replay`)).rejects.toMatchObject(refused);
    const other = { runId: 'other', pipeline: 'hacker-news', shard: 0, input: {}, batchSize: 9 };
    const asOther = { ...other, execution: 'other', again: false, replay: { run: runId } };
    await expect(run(activities.plan, asOther)).rejects.toMatchObject({
      ...refused,
      message: `run ${runId} is of hacker-news-archive; a run of hacker-news cannot replay it`,
    });
    expect(await quarantined()).toHaveLength(60);
  });

  it('is discarded by filter, for good, and an older row does not pass for the run’s', async () => {
    source.setFaults([]);
    await land(`${runId}-before`);
    fail(failing);
    await land(runId);
    const ask = { filter: { run: runId, reason: 'refused' }, by: 'one request' } as const;
    expect(await store.discardQuarantine(ask)).toEqual({ discarded: 12 });
    expect(await store.discardQuarantine(ask)).toEqual({ discarded: 12 });
    expect(await store.discardQuarantine({ ...ask, by: 'another' })).toEqual({ discarded: 0 });
    expect(await quarantined()).toHaveLength(48);
    source.setFaults([]);
    expect(await land(`${runId}-replay`, { run: runId })).toMatchObject({ listed: 48, landed: 48 });
    const rows = await store.readRows(hackerNewsArchive, { pipeline, runId, limit: listed });
    const ids = new Set(rows.rows.map(({ id }) => String(id)));
    expect(failing.get('refused')!.filter((key) => ids.has(key))).toEqual([]);
    await expect(run(activities.discardQuarantine, {})).rejects.toMatchObject({ type: 'InvalidInput' });
  });

  it('is read a page at a time, with totals over all that fits the filter', async () => {
    await land(runId);
    const filter = { pipeline, run: runId };
    const found: string[] = [];
    let after: { run: string; key: string } | undefined;
    do {
      const page = await run(activities.readQuarantine, { filter, limit: 25, ...(after && { after }) });
      expect(page.totals.map(({ items }) => items)).toEqual([12, 12, 12, 12, 12]);
      found.push(...page.items.map(({ key }) => key));
      after = page.next;
    } while (after);
    expect(found).toEqual(allFailing().toSorted());
    const none = await run(activities.readQuarantine, { filter: { ...filter, key: 'no such' }, limit: 5 });
    expect(none).toEqual({ items: [], totals: [] });
    const unknown = run(activities.readQuarantine, { filter: { run: 'no-such-run' }, limit: 5 });
    await expect(unknown).rejects.toMatchObject({ type: 'RunNotFound' });
  });

  it('gives a page of the longest records that Temporal takes', async () => {
    await land(runId);
    await sql.query('update headrace.quarantine set record = repeat(chr(1), $1) where run = $2', [
      limits.quarantineRecordBytes,
      runId,
    ]);
    const request = { filter: { run: runId }, limit: 50, records: true };
    const page = await run(activities.readQuarantine, request);
    expect(page.items.length).toBeGreaterThan(0);
    expect(page.next).toMatchObject({ run: runId, key: page.items.at(-1)?.key });
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThanOrEqual(limits.payloadBytes);
  });

  it('keeps the answer as it came, capped', async () => {
    await land(runId);
    const key = failing.get('malformed')![0]!;
    const { items } = await run(activities.readQuarantine, {
      filter: { run: runId, key },
      limit: 1,
      records: true,
    });
    expect(items).toMatchObject([{ record: '{"id":"none","type":["story"],"title":17}' }]);
    const { rows } = await sql.query('select max(octet_length(record)) as longest from headrace.quarantine');
    expect(rows[0].longest).toBeLessThanOrEqual(limits.quarantineRecordBytes);
  });
});
