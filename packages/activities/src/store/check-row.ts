import type { AnyRow, Column, ColumnType } from '@headrace/contracts';

const allowed: Readonly<Record<ColumnType, string>> = {
  text: 'text without NUL or unpaired surrogates',
  integer: 'a whole number within ±(2^53 − 1)',
  number: 'a finite number',
  boolean: 'true or false',
  timestamp: 'a UTC time such as 2026-01-31T12:00:00.000Z',
};

const checks: Readonly<Record<ColumnType, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string' && isStorable(value),
  integer: (value) => Number.isSafeInteger(value),
  number: (value) => Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  timestamp: (value) => typeof value === 'string' && isTimestamp(value),
};

/**
 * Whether the row is one that the dataset's table takes: `undefined`, or the first problem, naming the field, what was
 * given and what is allowed.
 */
export function checkRow(columns: Readonly<Record<string, Column>>, row: AnyRow): string | undefined {
  for (const field of Object.keys(row)) {
    if (!Object.hasOwn(columns, field)) {
      return `${field}: no such field; there are ${Object.keys(columns).join(', ')}`;
    }
  }
  for (const [field, column] of Object.entries(columns)) {
    const problem = checkValue(column, Object.hasOwn(row, field) ? row[field] : undefined);
    if (problem !== undefined) return `${field}: ${problem}`;
  }
  return undefined;
}

function checkValue({ type, nullable = false }: Column, value: unknown): string | undefined {
  if (value === null ? nullable : checks[type](value)) return undefined;
  const wanted = nullable ? `${allowed[type]}, or null` : allowed[type];
  return value === undefined ? `missing; give ${wanted}` : `${show(value)} is not ${wanted}`;
}

/** Postgres has no year 0; the longer form of years beyond 9999 is not taken either. */
function isTimestamp(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) || text.startsWith('0000')) return false;
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text;
}

function show(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

const NUL = '\0';

/** Whether Postgres can hold the text: no NUL, no unpaired surrogate. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes(NUL);
}

/** The text with U+FFFD for every character that Postgres cannot hold. */
export function toStorable(text: string): string {
  return text.toWellFormed().replaceAll(NUL, '\uFFFD');
}

/** The text's first bytes as UTF-8, without a character cut in two. */
export function capBytes(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  return new TextDecoder().decode(Buffer.from(text).subarray(0, bytes), { stream: true });
}
