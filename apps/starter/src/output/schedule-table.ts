import { showWhen } from '@headrace/calendar';
import type { ListedSchedule } from '@headrace/client';
import type { AnyRow, Column } from '@headrace/contracts';

import { toTable } from './table.ts';
import type { Terminal } from './terminal.ts';

const columns: Readonly<Record<string, Column>> = {
  schedule: { type: 'text' },
  pipeline: { type: 'text' },
  when: { type: 'text' },
  state: { type: 'text' },
  next: { type: 'timestamp' },
  last: { type: 'timestamp' },
  taken: { type: 'integer' },
  missed: { type: 'integer' },
  skipped: { type: 'integer' },
};

/** Schedules as a table, times in UTC. */
export function showSchedules(schedules: readonly ListedSchedule[], { width, colour }: Terminal): string {
  return toTable(schedules.map(toRow), { columns, width, colour, whole: ['schedule'] });
}

function toRow({ definition, paused, drift, next, lastAt, counts }: ListedSchedule): AnyRow {
  const { name, pipeline, when } = definition;
  const { taken, missed, skipped } = counts;
  const state = `${paused ? 'paused' : 'active'}${drift.length > 0 ? ', changed by hand' : ''}`;
  const times = { next: next[0]?.start ?? null, last: lastAt };
  return { schedule: name, pipeline, when: showWhen(when), state, ...times, taken, missed, skipped };
}
