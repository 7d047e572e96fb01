import {
  listRunOptions,
  normaliseSchedule,
  pickRunOptions,
  splitRunOptions,
  toSortedJson,
  type OptionsOf,
  type Schedule,
  type ScheduleDefinition,
} from '@headrace/contracts';

/** A field of a schedule that is not as it should be. */
export interface ScheduleDifference {
  /** Of the definition: `when`, `input`, `overlap`, … */
  readonly field: string;
  /** The existing value; `null` where there is none. */
  readonly held: unknown;
  readonly wanted: unknown;
}

const fields: readonly (keyof Schedule)[] = [
  'pipeline',
  'when',
  ...listRunOptions('schedule').map(({ name }) => name as keyof OptionsOf<'schedule'>),
  'overlap',
  'catchUp',
  'jitter',
  'pauseOnFailure',
  'note',
];

/** Lists the changes of an update, defaults filled in; `paused` is left out unless wanted. */
export function compareSchedules(
  held: ScheduleDefinition,
  wanted: ScheduleDefinition,
): readonly ScheduleDifference[] {
  const names: readonly (keyof Schedule)[] = wanted.paused === undefined ? fields : [...fields, 'paused'];
  const [before, after] = [toCompared(held), toCompared(wanted)];
  return names.flatMap((field) => compare(field, before[field], after[field]));
}

/** One field's difference, whatever the order of its own fields; nothing where it has none. */
export function compare(field: string, held: unknown, wanted: unknown): ScheduleDifference[] {
  if (toSortedJson(held) === toSortedJson(wanted)) return [];
  return [{ field, held: held ?? null, wanted: wanted ?? null }];
}

/** Writes a definition in one of the ways that mean the same. */
function toCompared(definition: ScheduleDefinition): Schedule {
  const schedule = normaliseSchedule(definition);
  const { when, paused = false } = schedule;
  const offset = 'every' in when ? { offset: 0 } : {};
  const asked = pickRunOptions('schedule', schedule);
  const others = splitRunOptions('schedule', schedule).others as unknown as Schedule;
  const empty = { input: {}, overrides: {} };
  return { ...others, ...defaultOptions, ...empty, ...asked, when: { ...offset, ...when }, paused };
}

const defaultOptions = Object.fromEntries(
  listRunOptions('schedule').flatMap(({ name, field }) => (field ? [[name, field.default]] : [])),
);
