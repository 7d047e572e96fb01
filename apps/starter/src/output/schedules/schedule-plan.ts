import { showWhen } from '@headrace/calendar';
import {
  schedulePolicies,
  formatDuration,
  isTime,
  type AnyInputSchema,
  type When,
} from '@headrace/contracts';

import type { PlannedChange, PlannedDifference, SchedulePlan } from '../../schedules-file/plan-schedules.ts';
import { plural, showCount } from '../numbers.ts';
import { clean } from '../text.ts';

/** What an apply would do, a schedule a line, the fields of a changed one below it. */
export function showPlan({ changes, unchanged, unlisted }: SchedulePlan): string {
  const stays = unlisted.length === 0 ? [] : [`not in the file: ${unlisted.join(', ')}; --prune removes`];
  const isAs = plural(unchanged.length, 'schedule is', 'schedules are');
  if (changes.length === 0) return [`nothing to change: ${isAs} as the file says`, ...stays].join('\n');
  return [...changes.flatMap(showChange), showTotals({ changes, unchanged }), ...stays].join('\n');
}

/** One that has been made: `daily added`. */
export function showApplied({ change, name }: PlannedChange): string {
  return `${name} ${{ add: 'added', change: 'changed', remove: 'removed' }[change]}`;
}

function showChange(planned: PlannedChange): string[] {
  if (planned.change === 'remove') return [`- ${planned.name}`];
  const { name, definition } = planned;
  if (planned.change === 'add') return [`+ ${name}: ${definition.pipeline}, ${showWhen(definition.when)}`];
  return [`~ ${name}`, ...planned.differences.flatMap(showDifference).map((line) => `    ${line}`)];
}

function showTotals({ changes, unchanged }: Pick<SchedulePlan, 'changes' | 'unchanged'>): string {
  const count = (kind: PlannedChange['change']): string =>
    showCount(changes.filter(({ change }) => change === kind).length);
  return `${count('add')} to add, ${count('change')} to change, ${count('remove')} to remove; ${showCount(unchanged.length)} unchanged`;
}

/** Of fields with fields of their own, those that differ. */
function showDifference({ field, held, wanted, drift }: PlannedDifference): string[] {
  const note = drift ? ' (changed in Temporal)' : '';
  if (field === 'when' || !isMap(held) || !isMap(wanted)) {
    return [`${field}: ${showValue(field, held)} → ${showValue(field, wanted)}${note}`];
  }
  return [...new Set([...Object.keys(held), ...Object.keys(wanted)])]
    .filter((name) => JSON.stringify(held[name]) !== JSON.stringify(wanted[name]))
    .flatMap((name) =>
      showDifference({ field: `${field}.${name}`, held: held[name], wanted: wanted[name], drift }),
    );
}

const policies: AnyInputSchema = schedulePolicies;

function showValue(field: string, value: unknown): string {
  const policy = policies[field];
  if (value === undefined || value === null) return 'none';
  if (field === 'when' && isMap(value)) return clean(showWhen(value as unknown as When));
  if (typeof value === 'number' && policy && isTime(policy)) return formatDuration(value);
  return shorten(clean(typeof value === 'string' ? value : JSON.stringify(value)));
}

/** Wide enough to know a value by; `--json` has it whole. */
const valueCharacters = 100;

function shorten(text: string): string {
  return text.length > valueCharacters ? `${text.slice(0, valueCharacters - 1)}…` : text;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
