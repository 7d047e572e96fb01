import type { DatasetReader, ListedDataset, ShownDataset } from '@headrace/client';
import {
  formatDuration,
  toColumnName,
  type AnyRow,
  type Column,
  type DatasetVersion,
  type Subscription,
} from '@headrace/contracts';

import { clean } from './text.ts';
import { plural, formatElapsed, formatUtc } from './numbers.ts';
import { toTable } from './table.ts';
import type { Terminal } from './terminal.ts';

type Output = Pick<Terminal, 'width' | 'colour'>;

const text: Column = { type: 'text' };
const integer: Column = { type: 'integer' };
const listColumns = {
  dataset: text,
  pipelines: text,
  version: integer,
  rows: integer,
  interval: text,
  published: text,
};
const versionColumns = {
  version: integer,
  rows: integer,
  interval: text,
  watermark: text,
  published: text,
  run: text,
};

/** Datasets as a table, times in UTC. */
export function formatDatasets(datasets: readonly ListedDataset[], terminal: Output): string {
  const rows = datasets.map(({ dataset, pipelines, latest }) => ({
    dataset,
    pipelines: pipelines.join(', '),
    version: latest?.version ?? null,
    rows: latest?.rows ?? null,
    interval: latest && formatInterval(latest),
    published: latest && formatUtc(latest.publishedAt),
  }));
  const { width, colour } = terminal;
  return toTable(rows, { columns: listColumns, width, colour, whole: ['dataset'] });
}

export interface ShowOptions {
  readonly terminal: Output;
  /** ms since 1970. */
  readonly now: number;
}

/** Formats a dataset with its readers and its versions. */
export function formatDataset(dataset: ShownDataset, { terminal, now }: ShowOptions): string {
  const { versions, readers, subscriptions, waiters } = dataset;
  const columns = Object.entries(dataset.columns).map(
    ([field, { type, nullable }]) => `${toColumnName(field)} ${type}${nullable ? ' or null' : ''}`,
  );
  const lines = [
    `${dataset.dataset}: ${columns.join(', ')}`,
    `landed by ${dataset.pipelines.join(', ')}`,
    formatFreshness(versions[0], now),
    ...readers.map(formatReader),
    ...subscriptions.map(formatSubscriber),
    ...(waiters.length > 0 ? [`${plural(waiters.length, 'run waits', 'runs wait')} for it`] : []),
  ];
  const { width, colour } = terminal;
  const options = { columns: versionColumns, width, colour, whole: ['run'] };
  const table = versions.length > 0 ? [toTable(versions.map(toVersionRow), options)] : [];
  return [lines.map(clean).join('\n'), ...table].join('\n\n');
}

function formatFreshness(latest: DatasetVersion | undefined, now: number): string {
  if (latest === undefined) return 'nothing published yet';
  const age = formatElapsed(Math.max(0, now - Date.parse(latest.publishedAt)));
  return `version ${latest.version} was published ${age} ago by run ${latest.run}`;
}

/** `read by front-page-digest: same interval, within 2h, otherwise fail`. */
function formatReader({ pipeline, interval, within, otherwise }: DatasetReader): string {
  const which = interval === 'same' ? 'same interval' : 'latest version';
  return `read by ${pipeline}: ${which}, within ${formatDuration(within)}, otherwise ${otherwise}`;
}

function formatSubscriber({ definition, since, lastRun }: Subscription): string {
  const { name, pipeline, paused } = definition;
  const last = lastRun === null ? `none yet, from version ${since + 1} on` : `the last run ${lastRun}`;
  return `starts ${pipeline} by schedule ${name}: ${paused ? 'paused, ' : ''}${last}`;
}

function toVersionRow(version: DatasetVersion): AnyRow {
  const { version: number, rows, watermark, publishedAt, run } = version;
  const interval = formatInterval(version);
  return { version: number, rows, interval, watermark, published: formatUtc(publishedAt), run };
}

/** `2026-11-21 00:00 – 2026-11-22 00:00`. */
function formatInterval({ interval }: Pick<DatasetVersion, 'interval'>): string | null {
  return interval && `${formatUtc(interval.start)} – ${formatUtc(interval.end)}`;
}
