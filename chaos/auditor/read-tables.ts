import { toColumnName, type AnyPipelineContract, type QuarantineReason } from '@headrace/contracts';
import { Client, types, type QueryResultRow } from 'pg';

import type { BatchRecord, DatasetRecord, RowRecord, RunRecord, ShardRecord, Tables } from './tables.ts';

export interface ReadTablesOptions {
  /** `postgres://user:password@host:port/database` */
  readonly databaseUrl: string;
  /** Whose datasets are read. */
  readonly contracts: readonly AnyPipelineContract[];
  /** Where the datasets are. */
  readonly schema: string;
}

type Query = <Row extends QueryResultRow>(text: string) => Promise<Row[]>;

/** Reads what the store holds, as of one moment. */
export async function readTables(options: ReadTablesOptions): Promise<Tables> {
  const client = new Client({ connectionString: options.databaseUrl, types: { getTypeParser } });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const query: Query = async <Row extends QueryResultRow>(text: string) =>
      (await client.query<Row>(text)).rows;
    const datasets: [string, DatasetRecord][] = [];
    for (const contract of options.contracts) {
      datasets.push([contract.dataset.name, await readDataset(query, contract, options.schema)]);
    }
    return { runs: await readRuns(query), datasets: new Map(datasets) };
  } finally {
    await client.end();
  }
}

type Head = Omit<RunRecord, 'shards' | 'batches' | 'quarantine'>;

/** As ISO 8601 in UTC, as contracts write it. */
const interval = `
  case when interval_start is not null then jsonb_build_object(
    'start', to_char(interval_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'end', to_char(interval_end at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end as interval`;

async function readRuns(query: Query): Promise<RunRecord[]> {
  const heads = await query<Head>(`
    select id, pipeline, input, state, counts, generation, plan_requests as "planRequests", replay_of as "replayOf",
      schedule, uses, ${interval}
    from headrace.run order by started_at, id`);
  const shards = await query<ShardRecord & { run: string }>(`
    select run, shard, first_batch as "firstBatch", batches, listed, requests, next
    from headrace.shard order by run, shard`);
  const batches = await query<BatchRecord & { run: string }>(`
    select run, number, keys, cursor, listed, landed, absent, quarantined, requests, absent_keys as "absentKeys",
      coalesce((select jsonb_agg(item -> 'key') from jsonb_array_elements(pending) as item), '[]') as pending
    from headrace.batch order by run, number`);
  const quarantine = await query<{ run: string; key: string; reason: QuarantineReason }>(
    // What a replay found absent is that replay's to answer for.
    `select run, key, reason from headrace.quarantine
    where discarded_by is null or discarded_by not in (select id from headrace.run) order by run, key`,
  );
  const shardsOf = Map.groupBy(shards, ({ run }) => run);
  const batchesOf = Map.groupBy(batches, ({ run }) => run);
  const quarantineOf = Map.groupBy(quarantine, ({ run }) => run);
  return heads.map((head) => ({
    ...head,
    shards: shardsOf.get(head.id) ?? [],
    batches: batchesOf.get(head.id) ?? [],
    quarantine: new Map(quarantineOf.get(head.id)?.map(({ key, reason }) => [key, reason])),
  }));
}

async function readDataset(
  query: Query,
  { dataset }: AnyPipelineContract,
  schema: string,
): Promise<DatasetRecord> {
  const fields = Object.keys(dataset.columns);
  const columns = fields.map((field) => `"${toColumnName(field)}" as "${field}"`);
  const rows = await query<QueryResultRow>(
    `select _key, _run, ${columns.join(', ')} from "${schema}"."${dataset.name}"`,
  );
  const versions = await query<DatasetRecord['versions'][number]>(`
    select version, run, generation, rows, ${interval} from headrace.dataset_version
    where dataset = '${dataset.name}' order by version`);
  return {
    name: dataset.name,
    rows: new Map(
      rows.map(({ _key, _run, ...row }): [string, RowRecord] => [
        _key as string,
        { row, run: _run as string },
      ]),
    ),
    versions,
  };
}

const { INT8, TIMESTAMPTZ } = types.builtins;

type Parser = (text: string) => unknown;

/** bigint as a number, timestamptz as ISO 8601: as rows are typed. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): Parser {
  const parse = types.getTypeParser(oid, format) as Parser;
  if (oid === INT8) return Number;
  if (oid === TIMESTAMPTZ) return (text) => (parse(text) as Date).toISOString();
  return parse;
}
