import type { ListedSchedule } from '@headrace/client';
import { isTimed, type AnyRow, type Column } from '@headrace/contracts';

import { toTable } from './table.ts';
import type { Terminal } from './terminal.ts';

const text: Column = { type: 'text' };
const columns: Readonly<Record<string, Column>> = {
  schedule: text,
  pipeline: text,
  on: text,
  state: text,
  version: { type: 'integer' },
  last: text,
};

/** Schedules that follow datasets as a table. */
export function showSubscriptions(
  schedules: readonly ListedSchedule[],
  { width, colour }: Pick<Terminal, 'width' | 'colour'>,
): string {
  return toTable(schedules.map(toRow), { columns, width, colour, whole: ['schedule'] });
}

function toRow({ definition, paused, subscription }: ListedSchedule): AnyRow {
  const { name, pipeline, when } = definition;
  const { since = null, lastRun = null } = subscription ?? {};
  const on = isTimed(when) ? null : when.on;
  return { schedule: name, pipeline, on, state: paused ? 'paused' : 'active', version: since, last: lastRun };
}
