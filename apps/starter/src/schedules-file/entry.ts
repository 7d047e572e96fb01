import {
  scheduleFields,
  schedulePolicies,
  type AnyInputSchema,
  type AnyPipelineContract,
} from '@headrace/contracts';

/** A schedule has exactly one of these fields, which say when a run is due. */
export const whenFields = ['every', 'cron', 'calendar', 'on'] as const;

/** Fields with no meaning alone, each with its partner. */
export const partners: Readonly<Record<string, string>> = { offset: 'every', cron: 'zone', calendar: 'zone' };

const optional = true;
const text = { type: 'string', minLength: 1, optional } as const;
const time = { type: 'integer', unit: 'ms', optional } as const;

/** The fields of a schedule in a file, beside the options of its runs; times are durations such as `10m`. */
export function toEntryFields(pipelines: readonly AnyPipelineContract[]): AnyInputSchema {
  const { pipeline, paused, note } = scheduleFields;
  return {
    pipeline: { ...pipeline, enum: pipelines.map(({ name }) => name) },
    every: { ...time, minimum: 1_000, description: 'how far apart, counted from the Unix epoch' },
    offset: { ...time, minimum: 0, description: 'how long past the epoch the count begins' },
    cron: { ...text, description: 'minute, hour, day of month, month and day of week' },
    calendar: { ...text, description: 'fields by name, such as hour=6 minute=0 dayOfWeek=MON-FRI' },
    zone: { ...text, description: 'the IANA time zone of cron or calendar, such as Europe/Berlin' },
    on: {
      type: 'string',
      enum: [...new Set(pipelines.map(({ dataset }) => dataset.name))],
      optional,
      description: 'a run for every new version of this dataset',
    },
    ...schedulePolicies,
    paused,
    note,
  };
}
