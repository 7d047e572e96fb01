import type { AnyRow, ColumnValue } from '@headrace/contracts';

export interface FittedRow {
  readonly row: AnyRow;
  /** As JSON, with the comma behind it. */
  readonly bytes: number;
}

/** The row as it is where its JSON fits, otherwise with every long text cut; a page must be able to hold any one row. */
export function fitRow(row: AnyRow, bytes: number): FittedRow {
  const size = jsonBytes(row);
  if (size <= bytes) return { row, bytes: size };
  // JSON takes at most 6 bytes for a UTF-16 unit.
  const share = Math.floor((bytes - jsonBytes(mapTexts(row, () => ''))) / Object.keys(row).length / 6);
  const cut = mapTexts(row, (text) =>
    text.length > share ? `${text.slice(0, share - 1).toWellFormed()}…` : text,
  );
  return { row: cut, bytes: jsonBytes(cut) };
}

function mapTexts(row: AnyRow, change: (text: string) => string): AnyRow {
  const entries = Object.entries(row).map(([field, value]): [string, ColumnValue] => [
    field,
    typeof value === 'string' ? change(value) : value,
  ]);
  return Object.fromEntries(entries);
}

function jsonBytes(row: AnyRow): number {
  return Buffer.byteLength(JSON.stringify(row)) + 1;
}
