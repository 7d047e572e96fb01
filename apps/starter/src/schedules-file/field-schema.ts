import type { AnyInputSchema, InputField } from '@headrace/contracts';

import { durationExample, durationPattern, showDuration } from '../flags/duration.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a duration may be, in ms; the value of the schema's own keyword `duration`. */
export interface DurationBounds {
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

/** How a contract's description says that a field is a time. */
const inMs = /, in ms$/;
/** As the contract checks it, for editors. */
const namePattern = '^[a-z0-9][a-z0-9-]*$';

/** The schema of fields that are given together. */
export function toObjectSchema(fields: AnyInputSchema): JsonSchema {
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

export function toFieldSchemas(fields: AnyInputSchema): JsonSchema {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, toFieldSchema(field)]));
}

/** A contract's field as plain JSON Schema; times, which a contract has in ms, are durations. */
export function toFieldSchema(field: AnyInputSchema[string]): JsonSchema {
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
export function toDurationSchema(description: string, duration: DurationBounds): JsonSchema {
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
  return ms === undefined ? schema : { ...schema, default: showDuration(ms) };
}
