import { isTimed, type AnyRow, type Column, type Subscription } from '@headrace/contracts';

import { clean } from './clean.ts';
import { pad } from './fit.ts';
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

/** Schedules on datasets as a table. */
export function showSubscriptions(
  subscriptions: readonly Subscription[],
  { width, colour }: Pick<Terminal, 'width' | 'colour'>,
): string {
  return toTable(subscriptions.map(toRow), { columns, width, colour, whole: ['schedule'] });
}

/** One of them, a field a line. */
export function showSubscription(subscription: Subscription): string {
  const { definition } = subscription;
  const { schedule, pipeline, on, state, version, last } = toRow(subscription);
  const { input, overrides, incremental, after, note } = definition;
  const fields = {
    schedule,
    pipeline,
    ...(input && { input: JSON.stringify(input) }),
    ...(overrides && { overrides: JSON.stringify(overrides) }),
    ...(incremental && { incremental: 'yes' }),
    ...(after && { after: JSON.stringify(after) }),
    when: `every new version of ${String(on)}`,
    state: `${String(state)}${note ? `: ${note}` : ''}`,
    version: `${String(version)}; the next starts a run`,
    last: last ?? 'none yet',
  };
  const widest = Math.max(...Object.keys(fields).map((name) => name.length));
  return Object.entries(fields)
    .map(([name, value]) => `${pad(name, widest, 'right')}  ${clean(String(value))}`)
    .join('\n');
}

function toRow({ definition, since, lastRun }: Subscription): AnyRow {
  const { name, pipeline, when, paused } = definition;
  const on = isTimed(when) ? null : when.on;
  return { schedule: name, pipeline, on, state: paused ? 'paused' : 'active', version: since, last: lastRun };
}
