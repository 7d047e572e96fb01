import {
  describe,
  durationExample,
  parseDuration,
  formatDuration,
  validateInput,
  type InputField,
  type StringField,
} from '@headrace/contracts';
import { Ajv, type ErrorObject } from 'ajv';

import { nearest } from '../errors/usage-error.ts';
import { whenFields, type DurationBounds, type JsonSchema } from './schema.ts';
import type { Path } from './document.ts';

/** One thing wrong with a file's data. */
export interface ShapeProblem {
  readonly path: Path;
  /** What was given, and what would be valid. */
  readonly message: string;
}

/** What of the data is not as the schema says: each place once. */
export function checkShape(schema: JsonSchema, data: unknown): readonly ShapeProblem[] {
  const validate = createValidator().compile(schema);
  if (validate(data)) return [];
  const problems = (validate.errors ?? []).flatMap((error) => toProblems(error, toPath(error, data)));
  return [...new Map(problems.map((problem) => [problem.path.join('\0'), problem])).values()];
}

function createValidator(): Ajv {
  const ajv = new Ajv({ allErrors: true, verbose: true, strictTypes: false });
  for (const format of ['name', 'uri'] as const) {
    ajv.addFormat(format, (value) => isValid({ type: 'string', format, description: '' }, value));
  }
  return ajv.addKeyword({
    keyword: 'duration',
    type: 'string',
    schemaType: 'object',
    validate: ({ minimum = 0, maximum = Infinity }: DurationBounds, value: string) => {
      const ms = parseDuration(value);
      return ms === undefined || (ms >= minimum && ms <= maximum);
    },
    errors: false,
  });
}

function isValid(field: StringField, value: string): boolean {
  return validateInput({ value: field }, { value }).problems === undefined;
}

type FieldSchema = JsonSchema & { readonly properties?: Readonly<Record<string, JsonSchema>> };

function toProblems(error: ErrorObject, path: Path): readonly ShapeProblem[] {
  const { keyword, params, data, propertyName } = error;
  const schema = (error.parentSchema ?? {}) as FieldSchema;
  // Said by the keyword around it.
  if (propertyName !== undefined || keyword === 'if' || error.schemaPath.includes('/oneOf/')) return [];
  switch (keyword) {
    case 'additionalProperties':
      return [unknownField([...path, String(params['additionalProperty'])], schema)];
    case 'propertyNames':
      return [badName([...path, String(params['propertyName'])], schema)];
    case 'required':
      return [missingField([...path, String(params['missingProperty'])], schema)];
    case 'dependencies':
      return [missingPartner(path, params)];
    case 'oneOf':
      return [{ path, message: sayWhen(data) }];
    default:
      return [{ path, message: `${show(data)} is not ${say(schema)}${hint(data, schema['enum'])}` }];
  }
}

/** Where the error is: fields by name, list items by number. */
function toPath({ instancePath }: ErrorObject, data: unknown): Path {
  const path: (string | number)[] = [];
  let value = data;
  for (const part of instancePath.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(value) ? Number(name) : name);
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return path;
}

function unknownField(path: Path, { properties = {} }: FieldSchema): ShapeProblem {
  const names = Object.keys(properties);
  const near = nearest(String(path.at(-1)), names);
  const known = near === undefined ? `there are ${names.join(', ')}` : `did you mean ${near}?`;
  return { path, message: `no such field; ${known}` };
}

function badName(path: Path, { propertyNames }: FieldSchema): ShapeProblem {
  return { path, message: `${show(path.at(-1))} is not ${say(propertyNames as FieldSchema)}` };
}

function missingField(path: Path, { properties = {} }: FieldSchema): ShapeProblem {
  const field = properties[String(path.at(-1))];
  return { path, message: `missing; give ${say(field ?? {})}` };
}

function missingPartner(path: Path, params: Readonly<Record<string, unknown>>): ShapeProblem {
  const { property, missingProperty } = params;
  return { path: [...path, String(missingProperty)], message: `missing; ${String(property)} needs it` };
}

function sayWhen(data: unknown): string {
  const given = whenFields.filter((field) => Object.hasOwn(Object(data), field));
  const all = whenFields.join(', ');
  return given.length === 0
    ? `nothing says when it is due; give one of ${all}`
    : `given with ${given.join(' and ')}; give one of ${all}`;
}

/** What a schema allows, in words. */
function say(schema: FieldSchema): string {
  if (schema['duration'] !== undefined)
    return `a duration${sayBounds(schema['duration'] as DurationBounds)}, such as ${durationExample}`;
  if (schema['type'] === 'object')
    return `a map of ${Object.keys(schema.properties ?? {}).join(', ') || 'names'}`;
  if (schema['type'] === 'array') return 'a list';
  return describe(schema as unknown as InputField);
}

function sayBounds({ minimum = 0, maximum }: DurationBounds): string {
  if (maximum !== undefined) return ` from ${formatDuration(minimum)} to ${formatDuration(maximum)}`;
  return minimum === 0 ? '' : ` of at least ${formatDuration(minimum)}`;
}

function hint(given: unknown, names: unknown): string {
  if (typeof given !== 'string' || !Array.isArray(names)) return '';
  const near = nearest(given, names);
  return near === undefined ? '' : `; did you mean ${near}?`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
