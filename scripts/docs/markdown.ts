/** A Markdown table. Throws when a row has more or fewer cells than the head. */
export function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const odd = rows.find((row) => row.length !== head.length);
  if (odd) throw new Error(`The row ${odd.join(' | ')} has not the ${head.length} cells of its table`);
  return [head, head.map(() => '---'), ...rows].map(toLine).join('\n');
}

/** As code, or nothing where there is nothing to show. */
export function code(value: unknown): string {
  return value === undefined || value === '' ? '' : `\`${String(value)}\``;
}

/** Parts of a page with an empty line between them; the empty ones are left out. */
export function toPage(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/** A time in ms in the largest unit that needs no fraction: `90 d`. */
export function formatTime(ms: number): string {
  const [unit, size] = units.find(([, one]) => ms >= one && ms % one === 0) ?? ['ms', 1];
  return `${ms / size} ${unit}`;
}

const units: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];

function toLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')).join(' | ')} |`;
}
