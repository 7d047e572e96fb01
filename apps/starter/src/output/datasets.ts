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
import { plural, showElapsed, showUtc } from './numbers.ts';
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
export function showDatasets(datasets: readonly ListedDataset[], terminal: Output): string {
  const rows = datasets.map(({ dataset, pipelines, latest }) => ({
    dataset,
    pipelines: pipelines.join(', '),
    version: latest?.version ?? null,
    rows: latest?.rows ?? null,
    interval: latest && showInterval(latest),
    published: latest && showUtc(latest.publishedAt),
  }));
  const { width, colour } = terminal;
  return toTable(rows, { columns: listColumns, width, colour, whole: ['dataset'] });
}

export interface ShowOptions {
  readonly terminal: Output;
  /** ms since 1970. */
  readonly now: number;
}

/** A dataset for people: what it is, who reads it, and its versions. */
export function showDataset(dataset: ShownDataset, { terminal, now }: ShowOptions): string {
  const { versions, readers, subscriptions, waiters } = dataset;
  const columns = Object.entries(dataset.columns).map(
    ([field, { type, nullable }]) => `${toColumnName(field)} ${type}${nullable ? ' or null' : ''}`,
  );
  const lines = [
    `${dataset.dataset}: ${columns.join(', ')}`,
    `landed by ${dataset.pipelines.join(', ')}`,
    showFreshness(versions[0], now),
    ...readers.map(showReader),
    ...subscriptions.map(showSubscriber),
    ...(waiters.length > 0 ? [`${plural(waiters.length, 'run waits', 'runs wait')} for it`] : []),
  ];
  const { width, colour } = terminal;
  const options = { columns: versionColumns, width, colour, whole: ['run'] };
  const table = versions.length > 0 ? [toTable(versions.map(toVersionRow), options)] : [];
  return [lines.map(clean).join('\n'), ...table].join('\n\n');
}

function showFreshness(latest: DatasetVersion | undefined, now: number): string {
  if (latest === undefined) return 'nothing published yet';
  const age = showElapsed(Math.max(0, now - Date.parse(latest.publishedAt)));
  return `version ${latest.version} was published ${age} ago by run ${latest.run}`;
}

/** `read by front-page-digest: same interval, within 2h, otherwise fail`. */
function showReader({ pipeline, interval, within, otherwise }: DatasetReader): string {
  const which = interval === 'same' ? 'same interval' : 'latest version';
  return `read by ${pipeline}: ${which}, within ${formatDuration(within)}, otherwise ${otherwise}`;
}

function showSubscriber({ definition, since, lastRun }: Subscription): string {
  const { name, pipeline, paused } = definition;
  const last = lastRun === null ? `none yet, from version ${since + 1} on` : `the last run ${lastRun}`;
  return `starts ${pipeline} by schedule ${name}: ${paused ? 'paused, ' : ''}${last}`;
}

function toVersionRow(version: DatasetVersion): AnyRow {
  const { version: number, rows, watermark, publishedAt, run } = version;
  const interval = showInterval(version);
  return { version: number, rows, interval, watermark, published: showUtc(publishedAt), run };
}

/** `2026-11-21 00:00 – 2026-11-22 00:00`. */
function showInterval({ interval }: Pick<DatasetVersion, 'interval'>): string | null {
  return interval && `${showUtc(interval.start)} – ${showUtc(interval.end)}`;
}
