import { intervalInWords, readInterval } from '../schedule/interval.ts';
import type { InputProblem, AnyInputSchema, InputField } from './input-schema.ts';

export type ValidatedInput =
  | { readonly input: Readonly<Record<string, unknown>>; readonly problems?: undefined }
  | { readonly problems: readonly InputProblem[]; readonly input?: undefined };

/** What a text of such a format is made of. */
const alphabets: Readonly<Record<string, string>> = {
  name: 'lower-case letters, digits and dashes, not a dash first,',
  id: 'visible characters without spaces,',
};

/** Checks an input against its schema and fills the defaults in. Names every problem, not only the first. */
export function validateInput(schema: AnyInputSchema, given: unknown): ValidatedInput {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return { problems: [{ field: 'input', message: `input: ${show(given)} is not an object` }] };
  }
  const problems: InputProblem[] = [];
  const input: Record<string, unknown> = {};
  const fields = given as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(schema, name)) problems.push(unknownField(name, schema));
  }
  for (const [name, field] of Object.entries(schema)) {
    const value = fields[name] ?? field.default;
    if (value === undefined || value === null) {
      if (!field.optional)
        problems.push({ field: name, message: `${name}: missing; give ${describe(field)}` });
      continue;
    }
    if (fits(field, value)) input[name] = value;
    else problems.push({ field: name, message: `${name}: ${show(value)} is not ${describe(field)}` });
    const unfit = checkRelations(name, { schema, given: fields });
    problems.push(...unfit.map((message) => ({ field: name, message })));
  }
  return problems.length > 0 ? { problems } : { input };
}

function unknownField(name: string, schema: AnyInputSchema): InputProblem {
  const known = Object.keys(schema).join(', ') || 'none';
  return { field: name, message: `${name}: no such field; there are ${known}` };
}

/** What a field allows, in words: `an integer from 1 to 500`. */
export function describe(field: InputField): string {
  switch (field.type) {
    case 'string':
      if (field.enum) return `one of ${field.enum.join(', ')}`;
      if (field.format === 'uri') return 'an http or https URL';
      if (field.format === 'interval') return intervalInWords;
      return `${alphabets[field.format ?? ''] ?? 'text'}${lengths(field.minLength, field.maxLength)}`;
    case 'boolean':
      return 'true or false';
    default:
      return `${field.type === 'integer' ? 'an integer' : 'a number'}${range(field.minimum, field.maximum)}`;
  }
}

function fits(field: InputField, value: unknown): boolean {
  switch (field.type) {
    case 'string':
      return typeof value === 'string' && fitsText(field, value);
    case 'boolean':
      return typeof value === 'boolean';
    default:
      return (
        typeof value === 'number' &&
        (field.type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value)) &&
        value >= (field.minimum ?? -Infinity) &&
        value <= (field.maximum ?? Infinity)
      );
  }
}

function fitsText(field: InputField & { type: 'string' }, value: string): boolean {
  if (field.enum && !field.enum.includes(value)) return false;
  if (field.format === 'uri' && !/^https?:\/\/[^\s/]/i.test(value)) return false;
  if (field.format === 'interval' && readInterval(value) === undefined) return false;
  if (field.format === 'name' && !/^[a-z0-9][a-z0-9-]*$/.test(value)) return false;
  if (field.format === 'id' && !/^[\p{L}\p{M}\p{N}\p{P}\p{S}]+$/u.test(value)) return false;
  return value.length >= (field.minLength ?? 0) && value.length <= (field.maxLength ?? Infinity);
}

function range(minimum: number | undefined, maximum: number | undefined): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return ` of at least ${minimum}`;
  return maximum === undefined ? '' : ` of at most ${maximum}`;
}

function lengths(minimum: number | undefined, maximum: number | undefined): string {
  const characters = range(minimum, maximum);
  return characters === '' ? '' : `${characters} characters`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

interface CheckRelationsOptions {
  readonly schema: AnyInputSchema;
  readonly given: Readonly<Record<string, unknown>>;
}

/** What is wrong between a field and the others, in words; nothing where it is not given. */
function checkRelations(name: string, { schema, given }: CheckRelationsOptions): string[] {
  if (!isGiven(given[name])) return [];
  const field = schema[name];
  // A schema of one field, as of a single flag, binds it to no other.
  const known = (names: readonly string[] = []): readonly string[] =>
    names.filter((other) => Object.hasOwn(schema, other));
  const missing = known(field?.requires).filter((other) => !isGiven(given[other]));
  const excluded = known(field?.excludes).filter((other) => isGiven(given[other]));
  const least = field?.atLeast;
  return [
    ...(missing.length > 0 ? [`${name}: given without ${list(missing)}; give both or neither`] : []),
    ...(excluded.length > 0 ? [`${name}: given with ${list(excluded)}; give one or the other`] : []),
    ...(least !== undefined && isBelow(given[name], given[least])
      ? [`${name}: ${String(given[name])} is below ${least}, ${String(given[least])}`]
      : []),
  ];
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isBelow(value: unknown, least: unknown): boolean {
  return typeof value === 'number' && typeof least === 'number' && value < least;
}

function list(names: readonly string[]): string {
  return names.join(' and ');
}
