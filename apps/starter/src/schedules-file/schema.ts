import {
  activityOverrides,
  batchOverrides,
  dependencyFields,
  durationExample,
  durationPattern,
  formatDuration,
  isTime,
  listRunOptions,
  outcomeOverrides,
  scheduleName,
  type AnyInputSchema,
  type AnyPipelineContract,
  type AnyRunOption,
  type NumberField,
} from '@headrace/contracts';

import { partners, toEntryFields, whenFields } from './entry.ts';

/** As the contract checks it, for editors. */
const namePattern = '^[a-z0-9][a-z0-9-]*$';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON Schema (draft 7) of a schedules file, for editors, with the input of each pipeline. */
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
  const fields = toEntryFields(pipelines);
  const ofRuns = listRunOptions('schedule').map((option) => [option.name, toOptionSchema(option, pipelines)]);
  return {
    type: 'object',
    properties: { ...toFieldSchemas(fields), ...(Object.fromEntries(ofRuns) as object) },
    required: ['pipeline'],
    oneOf: whenFields.map((field) => ({ required: [field] })),
    dependencies: Object.fromEntries(Object.entries(partners).map(([field, partner]) => [field, [partner]])),
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

function toOptionSchema(
  { name, field, description }: AnyRunOption,
  pipelines: readonly AnyPipelineContract[],
): JsonSchema {
  if (field) return toFieldSchema(field);
  if (name === 'after') return { type: 'array', description, items: toDependencySchema(pipelines) };
  return { description, ...(name === 'overrides' ? overridesSchema : { type: 'object' }) };
}

function toDependencySchema(pipelines: readonly AnyPipelineContract[]): JsonSchema {
  const datasets = [...new Set(pipelines.map(({ dataset }) => dataset.name))];
  return toObjectSchema({ ...dependencyFields, dataset: { ...dependencyFields.dataset, enum: datasets } });
}

const overridesSchema: JsonSchema = {
  type: 'object',
  properties: {
    batch: toObjectSchema(batchOverrides),
    activity: toObjectSchema(activityOverrides),
    ...toFieldSchemas(outcomeOverrides),
  },
  additionalProperties: false,
};

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
    flag: _flag,
    ...schema
  } = field;
  return 'format' in schema && schema.format === 'name' ? { ...schema, pattern: namePattern } : schema;
}

function toTimeSchema({ description, default: ms }: NumberField): JsonSchema {
  return {
    type: 'string',
    pattern: durationPattern,
    description: `${description}, such as ${durationExample}`,
    ...(ms !== undefined && { default: formatDuration(ms) }),
  };
}
