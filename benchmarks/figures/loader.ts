import { createStore, migrate, type Store } from '@headrace/activities';
import { hackerNewsArchive, pipelines } from '@headrace/contracts';
import { Pool } from 'pg';

import { atLeast, atMost, type Benchmark, type Figure } from '../figure.ts';
import { copyRows } from '../references/copy-rows.ts';
import type { ItemRow } from '../references/item-table.ts';
import { createRows } from '../rig/create-rows.ts';
import { runInTurn } from '../rig/in-turn.ts';
import { median } from '../rig/median.ts';
import { startDatabase } from '../rig/start-database.ts';

const rounds = 3;
const count = 100_000;
/** Every claim is the only one. */
const fence = 1;
const { chunk, parallel } = hackerNewsArchive.batch;

/** The store's commits of rows that are there already, beside one COPY of the same rows into a table without a key. */
export const loader: Benchmark = {
  name: 'loader',
  title: `the store alone: ${count} rows in chunks of ${chunk}, ${parallel} batches at once`,
  async measure(say) {
    await using open = new AsyncDisposableStack();
    const { engine, server } = await startDatabase();
    open.defer(() => server.stop());
    await migrate({ databaseUrl: server.url, contracts: pipelines });
    const store = await createStore({ databaseUrl: server.url });
    open.defer(() => store.close());
    const sql = new Pool({ connectionString: server.url });
    open.defer(() => sql.end());
    const rows = createRows(count);
    // One for each round and the one that warms up, twice.
    const runs = await planRuns(store, rows, 2 * (rounds + 1));
    const load = async (): Promise<void> => loadRows(store, rows, runs.pop()!);
    const works = {
      async first() {
        await sql.query('truncate hacker_news_items');
        await load();
      },
      again: load,
    };
    // COPY does not come through PGlite's socket.
    const copy = (): Promise<void> => copyRows(server.url, rows);
    if (engine === 'PGlite') {
      const times = await runInTurn({ rounds, say, works });
      return [secondPass(times)];
    }
    const times = await runInTurn({ rounds, say, works: { ...works, copy } });
    const rate = (ms: number): string => ((count / ms) * 1_000).toFixed();
    return [
      atLeast('rows/s over COPY into a bare table', median(times.map((time) => time.copy / time.first)), {
        goal: 0.35,
        of: `${rate(median(times.map(({ first }) => first)))} over ${rate(median(times.map((time) => time.copy)))}`,
        limit:
          'A key, an index, a transaction of its own for every chunk and the move of its cursor are what COPY does without.',
      }),
      secondPass(times),
    ];
  },
};

function secondPass(times: readonly { readonly first: number; readonly again: number }[]): Figure {
  const over = median(times.map(({ first, again }) => again / first));
  return atMost('time of a second identical load over the first', over, {
    goal: 0.8,
    limit: 'Rows are sent, parsed, looked up and locked as the first time; only their writing falls away.',
  });
}

/** Runs with their batches, ready to be claimed. */
async function planRuns(store: Store, rows: readonly ItemRow[], number: number): Promise<string[]> {
  const batchSize = Math.ceil(rows.length / parallel);
  const keys = rows.map(({ id }) => String(id));
  const runs = Array.from({ length: number }, (_, run) => `load-${run}`);
  for (const runId of runs) {
    const plan = { runId, pipeline: hackerNewsArchive.name, shard: 0, fence, batchSize };
    await store.openRun({ ...plan, input: {}, execution: runId, again: false });
    await store.saveShard({ ...plan, keys, requests: 0 });
  }
  return runs;
}

async function loadRows(store: Store, rows: readonly ItemRow[], runId: string): Promise<void> {
  const batchSize = Math.ceil(rows.length / parallel);
  const loadBatch = async (batch: number): Promise<void> => {
    const claim = { runId, pipeline: hackerNewsArchive.name, batch, fence };
    const own = rows.slice(batch * batchSize, (batch + 1) * batchSize);
    await store.claimBatch(claim);
    for (let cursor = 0; cursor < own.length; cursor += chunk) {
      const landed = own
        .slice(cursor, cursor + chunk)
        .map((row) => ({ key: String(row.id), row: { ...row } }));
      const nothing = { absent: [], quarantined: [], pending: [], requests: 0 };
      await store.commitChunk(hackerNewsArchive, {
        ...claim,
        cursor,
        advance: landed.length,
        landed,
        ...nothing,
      });
    }
  };
  await Promise.all(Array.from({ length: parallel }, (_, batch) => loadBatch(batch)));
}
