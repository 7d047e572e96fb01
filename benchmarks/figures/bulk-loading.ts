import { PostgresNotFound, startPglite, startPostgres, type PostgresServer } from '@headrace/sandbox';
import { Pool, type PoolClient } from 'pg';

import type { Benchmark, Figure } from '../figure.ts';
import { upsertCopied, upsertJson, upsertTuples } from '../references/bulk-statements.ts';
import { createTable, upsert, type ItemRow } from '../references/item-table.ts';
import { createRows } from '../rig/create-rows.ts';
import { runInTurn } from '../rig/in-turn.ts';
import { median } from '../rig/median.ts';

const count = 20_000;
const chunk = 250;

type Load = (client: PoolClient, rows: readonly ItemRow[]) => Promise<void>;

/** The ways to write a chunk of rows in one transaction, on both databases: ADR 9. */
export const bulkLoading: Benchmark = {
  name: 'bulk-loading',
  title: `${count} new rows in chunks of ${chunk}, over one connection, in place of \`unnest\``,
  async measure(say) {
    const figures = await measureOn('PGlite', await startPglite(), say);
    const postgres = await startPostgres().catch((error: unknown) => {
      if (error instanceof PostgresNotFound) return undefined;
      throw error;
    });
    return postgres ? [...(await measureOn('Postgres', postgres, say)), ...figures] : figures;
  },
};

async function measureOn(
  engine: 'PGlite' | 'Postgres',
  server: PostgresServer,
  say: (line: string) => void,
): Promise<Figure[]> {
  const pool = new Pool({ connectionString: server.url, max: 1 });
  // The server ends before the last of its connections has.
  pool.on('error', () => {});
  try {
    const rows = createRows(count);
    const works: Record<string, () => Promise<void>> = {
      unnest: () => loadAll(pool, rows, upsert),
      tuples: () => loadAll(pool, rows, upsertTuples),
      json: () => loadAll(pool, rows, upsertJson),
      // COPY does not come through PGlite's socket.
      ...(engine === 'Postgres' && { copy: () => loadAll(pool, rows, upsertCopied) }),
    };
    const times = await runInTurn({ rounds: 3, say, works, prepare: () => createTable(pool) });
    const over = (name: string): string =>
      median(times.map((time) => time['unnest']! / time[name]!)).toFixed(2);
    return [
      { what: `${engine}: rows/s of multi-row \`values\` over \`unnest\``, measured: over('tuples') },
      { what: `${engine}: rows/s of \`json_to_recordset\` over \`unnest\``, measured: over('json') },
      ...(engine === 'Postgres'
        ? [
            {
              what: `${engine}: rows/s of \`COPY\` into a staging table over \`unnest\``,
              measured: over('copy'),
            },
          ]
        : []),
    ];
  } finally {
    await pool.end();
    await server.stop();
  }
}

async function loadAll(pool: Pool, rows: readonly ItemRow[], load: Load): Promise<void> {
  const client = await pool.connect();
  try {
    for (let start = 0; start < rows.length; start += chunk) {
      await load(client, rows.slice(start, start + chunk));
    }
  } finally {
    client.release();
  }
}
