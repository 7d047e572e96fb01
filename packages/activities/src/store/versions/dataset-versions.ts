import type {
  DatasetDescription,
  DatasetListing,
  DatasetReading,
  DatasetUse,
  DatasetVersion,
  DescribeDatasetRequest,
  FindVersionRequest,
  Interval,
  MetNeed,
  ReadDatasetRequest,
  VersionNeed,
} from '@headrace/contracts';
import { sql, type Selectable } from 'kysely';

import type { ControlTables, StoreContext } from '../tables.ts';

type VersionRow = Selectable<ControlTables['headrace.dataset_version']>;

interface UsedRow extends VersionRow {
  readonly replay_of: string | null;
}

const origin = sql<string | null>`(
  select replay_of from headrace.run where id = headrace.dataset_version.run
)`.as('replay_of');

export async function findVersion(
  { db }: StoreContext,
  { dataset, start }: FindVersionRequest,
): Promise<DatasetUse | null> {
  const row = await db
    .selectFrom('headrace.dataset_version')
    .selectAll()
    .select(origin)
    .where('dataset', '=', dataset)
    .$if(start !== undefined, (versions) =>
      versions.where(
        sql<boolean>`interval_start <= ${start}::timestamptz and ${start}::timestamptz < interval_end`,
      ),
    )
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : toUse(row);
}

export async function readDataset(
  context: StoreContext,
  request: ReadDatasetRequest,
): Promise<DatasetReading> {
  const [versions, met] = await Promise.all([readNewVersions(context, request), readMet(context, request)]);
  const { limit } = request;
  return {
    versions: versions.slice(0, limit),
    met: met.slice(0, limit),
    more: versions.length > limit || met.length > limit,
  };
}

export async function listDatasets({ db }: StoreContext): Promise<DatasetListing[]> {
  const rows = await db
    .selectFrom('headrace.dataset_version')
    .selectAll()
    .distinctOn('dataset')
    .orderBy('dataset')
    .orderBy('version', 'desc')
    .execute();
  return rows.map((row) => ({ dataset: row.dataset, latest: toVersion(row) }));
}

export async function describeDataset(
  { db }: StoreContext,
  { dataset, limit }: DescribeDatasetRequest,
): Promise<DatasetDescription> {
  const rows = await db
    .selectFrom('headrace.dataset_version')
    .selectAll()
    .where('dataset', '=', dataset)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
  return { dataset, versions: rows.map(toVersion) };
}

/** One more than the limit, where there is. */
async function readNewVersions(
  { db }: StoreContext,
  { dataset, after, limit }: ReadDatasetRequest,
): Promise<DatasetUse[]> {
  if (after === undefined) return [];
  const rows = await db
    .selectFrom('headrace.dataset_version')
    .selectAll()
    .select(origin)
    .where('dataset', '=', dataset)
    .where('version', '>', after)
    .orderBy('version')
    .limit(limit + 1)
    .execute();
  return rows.map(toUse);
}

/** One more than the limit, where there is. */
async function readMet(
  context: StoreContext,
  { dataset, needs, limit }: ReadDatasetRequest,
): Promise<MetNeed[]> {
  const latest = needs.some(({ start }) => start === undefined)
    ? await findVersion(context, { dataset })
    : null;
  const starts = needs.flatMap(({ start }) => start ?? []);
  const { rows } = await sql<UsedRow & Required<VersionNeed>>`
    select distinct on (need.start) need.start, held.*,
      (select replay_of from headrace.run where id = held.run)
    from jsonb_array_elements_text(${JSON.stringify(starts)}::jsonb) as need (start)
      join headrace.dataset_version as held
        on held.dataset = ${dataset}
          and held.interval_start <= need.start::timestamptz
          and need.start::timestamptz < held.interval_end
    order by need.start, held.version desc
    limit ${limit + 1}`.execute(context.db);
  return [
    ...(latest ? [{ use: latest }] : []),
    ...rows.map((row) => ({ start: row.start, use: toUse(row) })),
  ];
}

/** Names the replayed run: readers of a replay's version read the rows of both. */
function toUse(row: UsedRow): DatasetUse {
  const { dataset, version, pipeline, run, replay_of: replayed } = row;
  return { dataset, version, pipeline, run: replayed ?? run, interval: toInterval(row) };
}

function toVersion(row: VersionRow): DatasetVersion {
  const { version, run, pipeline, rows, watermark, published_at: publishedAt } = row;
  return { version, run, pipeline, rows, interval: toInterval(row), watermark, publishedAt };
}

function toInterval({ interval_start: start, interval_end: end }: VersionRow): Interval | null {
  return start === null || end === null ? null : { start, end };
}
