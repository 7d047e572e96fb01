import { styleText } from 'node:util';

import { toColumnName, type AnyRow, type Column, type ColumnValue } from '@headrace/contracts';
import stringWidth from 'string-width';

import { clean, fit, pad } from './text.ts';

export interface TableOptions {
  readonly columns: Readonly<Record<string, Column>>;
  /** Terminal columns; as wide as it takes by default. */
  readonly width?: number | undefined;
  readonly colour?: boolean;
  /** Fields that are never cut. */
  readonly whole?: readonly string[];
}

const columnGap = '  ';

/** Rows as a table that fits the terminal; what had to be left out is said below it. */
export function toTable(
  rows: readonly AnyRow[],
  { columns, width = Infinity, colour = false, whole = [] }: TableOptions,
): string {
  const all = Object.entries(columns).map(([field, column]) => {
    const tableColumn = toTableColumn(rows, field, column);
    return whole.includes(field) ? { ...tableColumn, shrinks: false } : tableColumn;
  });
  const widths = fitColumns(all, { width, gap: columnGap.length });
  const shown = all.flatMap((column, index) => {
    const size = widths[index];
    return typeof size === 'number' ? [{ ...column, size }] : [];
  });
  const left = all.filter((_, index) => widths[index] === null).map(({ header }) => header);
  const header = shown.map(({ header: name, ...column }) => toCell(name, column)).join(columnGap);
  const lines = rows.map((_, row) =>
    shown.map((column) => toCell(column.cells[row] ?? '', column)).join(columnGap),
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
  const cells = rows.map((row) => formatValue(row[field] ?? null, column));
  const wanted = cells.reduce((widest, cell) => Math.max(widest, stringWidth(cell)), stringWidth(header));
  const shrinks = type === 'text';
  return { header, cells, wanted, shrinks, expendable: shrinks && nullable, right: isRightAligned(column) };
}

function toCell(text: string, { size, right }: { size: number; right: boolean }): string {
  return pad(fit(text, size), size, right ? 'left' : 'right');
}

function formatValue(value: ColumnValue, { type }: Column): string {
  if (value === null) return '–';
  const text = clean(String(value));
  return type === 'timestamp' ? text.replace(/T(\d\d:\d\d):.*Z$/, ' $1') : text;
}

function isRightAligned({ type }: Column): boolean {
  return type === 'integer' || type === 'number';
}

interface WantedColumn {
  /** Terminal columns its widest cell takes. */
  readonly wanted: number;
  /** Whether its cells may be cut. */
  readonly shrinks: boolean;
  /** Whether it is left out before others. */
  readonly expendable: boolean;
}

interface Room {
  readonly width: number;
  /** Between two columns. */
  readonly gap: number;
}

/** A text cut shorter than this says little. */
const least = 24;

/**
 * Widths that fit the room, `null` for a column that is left out. The widest text columns shrink first, alike;
 * then columns are left out, expendable ones first, from the right; the first one always stays.
 */
function fitColumns(columns: readonly WantedColumn[], room: Room): (number | null)[] {
  const out = new Set<number>();
  for (const next of [...toLeavingOrder(columns), undefined]) {
    const widths = shrink(columns, out, room);
    if (total(widths, room) <= room.width) return widths;
    if (next !== undefined) out.add(next);
  }
  return columns.map(({ wanted }, index) => (index === 0 ? Math.min(wanted, room.width) : null));
}

function toLeavingOrder(columns: readonly WantedColumn[]): number[] {
  const fromRight = columns
    .map((_, index) => index)
    .slice(1)
    .toReversed();
  const isExpendable = (index: number): boolean => columns[index]?.expendable === true;
  return [...fromRight.filter(isExpendable), ...fromRight.filter((index) => !isExpendable(index))];
}

function shrink(columns: readonly WantedColumn[], out: ReadonlySet<number>, room: Room): (number | null)[] {
  const widths = columns.map(({ wanted }, index) => (out.has(index) ? null : wanted));
  for (let excess = total(widths, room) - room.width; excess > 0; excess -= 1) {
    const widest = findWidest(columns, widths);
    if (widest === undefined) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function findWidest(
  columns: readonly WantedColumn[],
  widths: readonly (number | null)[],
): number | undefined {
  let widest: number | undefined;
  for (const [index, width] of widths.entries()) {
    if (width === null || width <= least || !columns[index]?.shrinks) continue;
    if (widest === undefined || width > (widths[widest] ?? 0)) widest = index;
  }
  return widest;
}

function total(widths: readonly (number | null)[], { gap }: Room): number {
  const shown = widths.filter((width) => width !== null);
  return shown.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, shown.length - 1);
}
