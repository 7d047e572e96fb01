import type { AnyInputSchema } from './input-schema.ts';

export interface CheckRelationsOptions {
  readonly schema: AnyInputSchema;
  readonly given: Readonly<Record<string, unknown>>;
}

/** What is wrong between a field and the others, in words; nothing where it is not given. */
export function checkRelations(name: string, { schema, given }: CheckRelationsOptions): string[] {
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
