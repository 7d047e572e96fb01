import { styleText } from 'node:util';

import { toColumnName, type AnyRow, type Column, type ColumnValue } from '@headrace/contracts';
import stringWidth from 'string-width';

import { clean } from './clean.ts';
import { fitColumns, type WantedColumn } from './fit-columns.ts';
import { fit, pad } from './fit.ts';

export interface TableOptions {
  readonly columns: Readonly<Record<string, Column>>;
  /** Terminal columns; as wide as it takes by default. */
  readonly width?: number | undefined;
  readonly colour?: boolean;
  /** Fields that are never cut. */
  readonly whole?: readonly string[];
}

const gap = '  ';

/** Rows as a table that fits the terminal; what had to be left out is said below it. */
export function toTable(
  rows: readonly AnyRow[],
  { columns, width = Infinity, colour = false, whole = [] }: TableOptions,
): string {
  const all = Object.entries(columns).map(([field, column]) => {
    const tableColumn = toTableColumn(rows, field, column);
    return whole.includes(field) ? { ...tableColumn, shrinks: false } : tableColumn;
  });
  const widths = fitColumns(all, { width, gap: gap.length });
  const shown = all.flatMap((column, index) => {
    const size = widths[index];
    return typeof size === 'number' ? [{ ...column, size }] : [];
  });
  const left = all.filter((_, index) => widths[index] === null).map(({ header }) => header);
  const header = shown.map(({ header: name, ...column }) => toCell(name, column)).join(gap);
  const lines = rows.map((_, row) =>
    shown.map((column) => toCell(column.cells[row] ?? '', column)).join(gap),
  );
  const note = left.length === 0 ? [] : [`(no room for ${left.join(', ')}; --json has them)`];
  return [colour ? styleText('bold', header, { validateStream: false }) : header, ...lines, ...note]
    .map((line) => line.trimEnd())
    .join('\n');
}

interface TableColumn extends WantedColumn {
  readonly header: string;
  readonly cells: readonly string[];
  readonly right: boolean;
}

function toTableColumn(rows: readonly AnyRow[], field: string, column: Column): TableColumn {
  const { type, nullable = false } = column;
  const header = toColumnName(field);
  const cells = rows.map((row) => showValue(row[field] ?? null, column));
  const wanted = cells.reduce((widest, cell) => Math.max(widest, stringWidth(cell)), stringWidth(header));
  const shrinks = type === 'text';
  return { header, cells, wanted, shrinks, expendable: shrinks && nullable, right: isRightAligned(column) };
}

function toCell(text: string, { size, right }: { size: number; right: boolean }): string {
  return pad(fit(text, size), size, right ? 'left' : 'right');
}

function showValue(value: ColumnValue, { type }: Column): string {
  if (value === null) return '–';
  const text = clean(String(value));
  return type === 'timestamp' ? text.replace(/T(\d\d:\d\d):.*Z$/, ' $1') : text;
}

function isRightAligned({ type }: Column): boolean {
  return type === 'integer' || type === 'number';
}
