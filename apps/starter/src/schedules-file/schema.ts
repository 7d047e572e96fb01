import {
  activityOverrides,
  batchOverrides,
  durationExample,
  durationPattern,
  scheduleFields,
  scheduleName,
  schedulePolicies,
  formatDuration,
  type AnyInputSchema,
  type AnyPipelineContract,
  type InputField,
} from '@headrace/contracts';

/** How a contract's description says that a field is a time. */
const inMs = /, in ms$/;
/** As the contract checks it, for editors. */
const namePattern = '^[a-z0-9][a-z0-9-]*$';

/** Which fields say when a schedule is due; it has one of them. */
export const whenFields = ['every', 'cron', 'calendar', 'on'] as const;

/** The JSON Schema (draft 7) of a schedules file, with the input of each pipeline. */
export function createSchedulesSchema(pipelines: readonly AnyPipelineContract[]): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $comment: 'Generated from the contracts: headrace schedule schema prints it.',
    title: 'Schedules of Headrace',
    type: 'object',
    properties: {
      $schema: { type: 'string', description: 'where this schema is, for editors' },
      schedules: {
        type: 'object',
        description: 'every schedule by its name',
        propertyNames: toFieldSchema(scheduleName),
        additionalProperties: toSchedule(pipelines),
      },
    },
    required: ['schedules'],
    additionalProperties: false,
  };
}

function toSchedule(pipelines: readonly AnyPipelineContract[]): JsonSchema {
  const names = pipelines.map(({ name }) => name);
  const datasets = [...new Set(pipelines.map(({ dataset }) => dataset.name))];
  const { pipeline, paused, note, incremental } = scheduleFields;
  return {
    type: 'object',
    properties: {
      pipeline: { type: 'string', enum: names, description: pipeline.description },
      input: { type: 'object', description: "the pipeline's input; fields left out take its defaults" },
      ...toWhen(datasets),
      ...toFieldSchemas({ ...schedulePolicies, paused, note, incremental }),
      after: {
        type: 'array',
        description: 'what each run waits for, in place of what the contract says',
        items: toDependency(datasets),
      },
      overrides: overridesSchema,
    },
    required: ['pipeline'],
    oneOf: whenFields.map((field) => ({ required: [field] })),
    dependencies: { offset: ['every'], cron: ['zone'], calendar: ['zone'] },
    additionalProperties: false,
    allOf: pipelines.map(toInputRule),
  };
}

function toInputRule({ name, input }: AnyPipelineContract): JsonSchema {
  return {
    if: { properties: { pipeline: { const: name } }, required: ['pipeline'] },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: { properties: { input: toObjectSchema(input) } },
  };
}

function toWhen(datasets: readonly string[]): JsonSchema {
  const text = { type: 'string', minLength: 1 };
  return {
    every: toDurationSchema('how far apart, counted from the Unix epoch', { minimum: 1_000 }),
    offset: toDurationSchema('how long past the epoch the count begins', { minimum: 0 }),
    cron: { ...text, description: 'minute, hour, day of month, month and day of week' },
    calendar: { ...text, description: 'fields by name, such as hour=6 minute=0 dayOfWeek=MON-FRI' },
    zone: { ...text, description: 'the IANA time zone of cron or calendar, such as Europe/Berlin' },
    on: { type: 'string', enum: datasets, description: 'a run for every new version of this dataset' },
  };
}

function toDependency(datasets: readonly string[]): JsonSchema {
  return {
    type: 'object',
    properties: {
      dataset: { type: 'string', enum: datasets, description: 'what the run reads' },
      interval: {
        type: 'string',
        enum: ['same', 'latest'],
        description: "the version of the run's own interval, or the newest",
      },
      within: toDurationSchema("how long to wait from the run's start", { minimum: 1_000 }),
      otherwise: {
        type: 'string',
        enum: ['fail', 'skip', 'use-latest'],
        description: 'what becomes of a run that has waited in vain',
      },
    },
    required: ['dataset', 'interval', 'within', 'otherwise'],
    additionalProperties: false,
  };
}

const ofRun: AnyInputSchema = {
  quarantineLimit: {
    type: 'number',
    minimum: 0,
    maximum: 1,
    optional: true,
    description: 'share of the items that may be quarantined before the run fails',
  },
};

const overridesSchema: JsonSchema = {
  type: 'object',
  description: 'what the runs do otherwise than the contract says',
  properties: {
    batch: toObjectSchema(batchOverrides),
    activity: toObjectSchema(activityOverrides),
    ...toFieldSchemas(ofRun),
  },
  additionalProperties: false,
};

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a duration may be, in ms; the value of the schema's own keyword `duration`. */
export interface DurationBounds {
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

/** The schema of fields that are given together. */
function toObjectSchema(fields: AnyInputSchema): JsonSchema {
  const required = Object.entries(fields).flatMap(([name, field]) =>
    field.optional || field.default !== undefined ? [] : [name],
  );
  return {
    type: 'object',
    properties: toFieldSchemas(fields),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function toFieldSchemas(fields: AnyInputSchema): JsonSchema {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, toFieldSchema(field)]));
}

/** A contract's field as plain JSON Schema; times, which a contract has in ms, are durations. */
function toFieldSchema(field: AnyInputSchema[string]): JsonSchema {
  if (isTime(field)) return toTimeSchema(field);
  const {
    optional: _optional,
    requires: _requires,
    excludes: _excludes,
    atLeast: _atLeast,
    ...schema
  } = field;
  return 'format' in schema && schema.format === 'name' ? { ...schema, pattern: namePattern } : schema;
}

/** A duration as text, such as `10m`. */
function toDurationSchema(description: string, duration: DurationBounds): JsonSchema {
  return {
    type: 'string',
    pattern: durationPattern,
    duration,
    description: `${description}, such as ${durationExample}`,
  };
}

/** Whether a contract's field is a time in ms, and so a duration in a file. */
export function isTime(field: InputField): boolean {
  return field.type === 'integer' && inMs.test(field.description);
}

function toTimeSchema(field: InputField): JsonSchema {
  if (field.type !== 'integer') return {};
  const { description, minimum, maximum, default: ms } = field;
  const schema = toDurationSchema(description.replace(inMs, ''), { minimum, maximum });
  return ms === undefined ? schema : { ...schema, default: formatDuration(ms) };
}
