import { readCalendar } from '@headrace/calendar';
import {
  activityOverrides,
  batchOverrides,
  parseDuration,
  schedulePolicies,
  type AnyInputSchema,
  type Dependency,
  type OverlapPolicy,
  type ScheduleDefinition,
  type SchedulePolicies,
  type When,
} from '@headrace/contracts';

import { isTime } from './schema.ts';

/** A schedule as a file has it, once it is as the schema says: times are text. */
export interface ScheduleEntry {
  readonly pipeline: string;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly every?: string;
  readonly offset?: string;
  readonly cron?: string;
  readonly calendar?: string;
  readonly zone?: string;
  readonly on?: string;
  readonly overlap?: OverlapPolicy;
  readonly catchUp?: string;
  readonly jitter?: string;
  readonly pauseOnFailure?: boolean;
  readonly paused?: boolean;
  readonly note?: string;
  readonly incremental?: boolean;
  readonly after?: readonly (Omit<Dependency, 'within'> & { readonly within: string })[];
  readonly overrides?: Readonly<Record<'batch' | 'activity', Readonly<Record<string, unknown>>>>;
}

type WhenEntry = Pick<ScheduleEntry, 'every' | 'offset' | 'cron' | 'calendar' | 'zone' | 'on'>;

/** The definition that an entry makes. Throws `RangeError` where its calendar is none. */
export function toDefinition(name: string, entry: ScheduleEntry): ScheduleDefinition {
  const { pipeline, input, paused = false, note, incremental, after, overrides } = entry;
  return {
    name,
    pipeline,
    when: toWhen(entry),
    ...toPolicies(entry),
    // A file says all there is to a schedule, so that one paused by other hands differs from it.
    paused,
    ...(input && { input }),
    ...(note !== undefined && { note }),
    ...(incremental !== undefined && { incremental }),
    ...(after && { after: after.map(({ within, ...needs }) => ({ ...needs, within: toMs(within) })) }),
    ...(overrides && { overrides: toOverrides(overrides) }),
  };
}

/** When an entry with one of these fields is due. Throws `RangeError` where its calendar is none. */
export function toWhen(entry: WhenEntry): When {
  const { every, offset, cron, calendar, zone = '', on } = entry;
  if (on !== undefined) return { on };
  if (cron !== undefined) return { cron, zone };
  if (calendar !== undefined) return { cron: readCalendar(calendar), zone };
  return { every: toMs(every), ...(offset !== undefined && { offset: toMs(offset) }) };
}

function toPolicies(entry: ScheduleEntry): Partial<SchedulePolicies> {
  const given = Object.entries(entry).filter(([name]) => Object.hasOwn(schedulePolicies, name));
  return toTimes(schedulePolicies, Object.fromEntries(given));
}

function toOverrides({ batch, activity, ...ofRun }: NonNullable<ScheduleEntry['overrides']>): object {
  return {
    ...(batch && { batch: toTimes(batchOverrides, batch) }),
    ...(activity && { activity: toTimes(activityOverrides, activity) }),
    ...ofRun,
  };
}

/** The same fields, those that are times in ms. */
function toTimes(fields: AnyInputSchema, given: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const field = fields[name];
      return [name, field && isTime(field) ? toMs(value) : value];
    }),
  );
}

function toMs(text: unknown): number {
  return parseDuration(String(text)) ?? Number.NaN;
}
