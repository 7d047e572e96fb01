import type { ColumnValue } from '@headrace/contracts';

const special = /["\\]/;

/**
 * An array as Postgres reads it: https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO. The driver's own takes
 * twice as long, which is a tenth of a chunk.
 */
export function toArray(values: readonly (ColumnValue | undefined)[]): string {
  return `{${values.map(toElement).join(',')}}`;
}

function toElement(value: ColumnValue | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value !== 'string') return String(value);
  return `"${special.test(value) ? value.replaceAll(/["\\]/g, String.raw`\$&`) : value}"`;
}
