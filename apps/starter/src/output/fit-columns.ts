export interface WantedColumn {
  /** Terminal columns its widest cell takes. */
  readonly wanted: number;
  /** Whether its cells may be cut. */
  readonly shrinks: boolean;
  /** Whether it is left out before others. */
  readonly expendable: boolean;
}

export interface Room {
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
export function fitColumns(columns: readonly WantedColumn[], room: Room): (number | null)[] {
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
