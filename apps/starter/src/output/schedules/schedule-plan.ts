import { formatWhen } from '@headrace/calendar';
import {
  schedulePolicies,
  formatDuration,
  isFields,
  isTime,
  type AnyInputSchema,
  type When,
} from '@headrace/contracts';

import type { PlannedChange, PlannedDifference, SchedulePlan } from '../../schedules-file/plan-schedules.ts';
import { plural, formatCount } from '../numbers.ts';
import { clean } from '../text.ts';

/** Formats a plan: a line for each schedule, then the fields of a changed one. */
export function formatPlan({ changes, unchanged, unlisted }: SchedulePlan): string {
  const stays = unlisted.length === 0 ? [] : [`not in the file: ${unlisted.join(', ')}; --prune removes`];
  const isAs = plural(unchanged.length, 'schedule is', 'schedules are');
  if (changes.length === 0) return [`nothing to change: ${isAs} as the file says`, ...stays].join('\n');
  return [...changes.flatMap(formatChange), formatTotals({ changes, unchanged }), ...stays].join('\n');
}

/** Formats a change that was made: `daily added`. */
export function formatApplied({ change, name }: PlannedChange): string {
  return `${name} ${{ add: 'added', change: 'changed', remove: 'removed' }[change]}`;
}

function formatChange(planned: PlannedChange): string[] {
  if (planned.change === 'remove') return [`- ${planned.name}`];
  const { name, definition } = planned;
  if (planned.change === 'add') return [`+ ${name}: ${definition.pipeline}, ${formatWhen(definition.when)}`];
  return [`~ ${name}`, ...planned.differences.flatMap(formatDifference).map((line) => `    ${line}`)];
}

function formatTotals({ changes, unchanged }: Pick<SchedulePlan, 'changes' | 'unchanged'>): string {
  const count = (kind: PlannedChange['change']): string =>
    formatCount(changes.filter(({ change }) => change === kind).length);
  return `${count('add')} to add, ${count('change')} to change, ${count('remove')} to remove; ${formatCount(unchanged.length)} unchanged`;
}

/** Compares nested fields, each by itself. */
function formatDifference({ field, held, wanted, drift }: PlannedDifference): string[] {
  const note = drift ? ' (changed in Temporal)' : '';
  if (field === 'when' || !isFields(held) || !isFields(wanted)) {
    return [`${field}: ${formatValue(field, held)} → ${formatValue(field, wanted)}${note}`];
  }
  return [...new Set([...Object.keys(held), ...Object.keys(wanted)])]
    .filter((name) => JSON.stringify(held[name]) !== JSON.stringify(wanted[name]))
    .flatMap((name) =>
      formatDifference({ field: `${field}.${name}`, held: held[name], wanted: wanted[name], drift }),
    );
}

const policies: AnyInputSchema = schedulePolicies;

function formatValue(field: string, value: unknown): string {
  const policy = policies[field];
  if (value === undefined || value === null) return 'none';
  if (field === 'when' && isFields(value)) return clean(formatWhen(value as unknown as When));
  if (typeof value === 'number' && policy && isTime(policy)) return formatDuration(value);
  return shorten(clean(typeof value === 'string' ? value : JSON.stringify(value)));
}

/** Wide enough to know a value by; `--json` has it whole. */
const valueCharacters = 100;

function shorten(text: string): string {
  return text.length > valueCharacters ? `${text.slice(0, valueCharacters - 1)}…` : text;
}
