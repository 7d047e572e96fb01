import { isFields } from '../values/fields.ts';
import { preview } from '../values/text.ts';
import { describe, parseValue, refuseValue, unfit, type FieldOptions } from './field.ts';
import type { AnyInputSchema, InputField, InputProblem } from './input-schema.ts';

export type ValidatedInput =
  | { readonly input: Readonly<Record<string, unknown>>; readonly problems?: undefined }
  | { readonly problems: readonly InputProblem[]; readonly input?: undefined };

/** Checks an input against its schema and fills the defaults in. Names every problem, not only the first. */
export function validateInput(
  schema: AnyInputSchema,
  given: unknown,
  options: FieldOptions = {},
): ValidatedInput {
  if (!isFields(given)) {
    return { problems: [{ field: 'input', message: `input: ${preview(given)} is not an object` }] };
  }
  const problems: InputProblem[] = findUnknown(schema, given);
  const input: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema)) {
    const value = given[name] ?? undefined;
    if (value === undefined) {
      if (field.default !== undefined) input[name] = field.default;
      else if (!field.optional) problems.push(refuseMissing(name, field, options));
      continue;
    }
    const parsed = parseValue(field, value, options);
    if (parsed === unfit) problems.push(refuse(name, { field, value, options }));
    else input[name] = parsed;
    const unrelated = checkRelations(name, { schema, given });
    problems.push(...unrelated.map((message) => ({ field: name, message })));
  }
  return problems.length > 0 ? { problems } : { input };
}

function findUnknown(schema: AnyInputSchema, given: object): InputProblem[] {
  const known = Object.keys(schema);
  return Object.keys(given)
    .filter((name) => !Object.hasOwn(schema, name))
    .map((name) => {
      const message = `${name}: no such field; there are ${known.join(', ') || 'none'}`;
      return { field: name, message, choice: { given: name, known } };
    });
}

function refuseMissing(name: string, field: InputField, options: FieldOptions): InputProblem {
  return { field: name, message: `${name}: missing; give ${describe(field, options)}` };
}

interface Refused {
  readonly field: InputField;
  readonly value: unknown;
  readonly options: FieldOptions;
}

function refuse(name: string, { field, value, options }: Refused): InputProblem {
  const problem: InputProblem = { field: name, message: `${name}: ${refuseValue(field, value, options)}` };
  if (field.type !== 'string' || field.enum === undefined || typeof value !== 'string') return problem;
  return { ...problem, choice: { given: value, known: field.enum } };
}

interface RelationsOptions {
  readonly schema: AnyInputSchema;
  readonly given: Readonly<Record<string, unknown>>;
}

/** Describes the problems between a given field and the others. */
function checkRelations(name: string, { schema, given }: RelationsOptions): string[] {
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
