const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export const durationExample = '500ms, 30s, 10m, 2h or 3d';

/** The syntax of a duration, as a regular expression. */
export const durationPattern: string = String.raw`^(\d+(?:\.\d+)?)(ms|s|m|h|d)$`;

/** `10m` → 600000 ms; `undefined` for what is no duration. */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit = ''] = new RegExp(durationPattern).exec(text.trim()) ?? [];
  const size = units[unit];
  return amount === undefined || size === undefined ? undefined : Math.round(Number(amount) * size);
}

/** 600000 → `10m`, in the largest unit that needs no fraction. */
export function formatDuration(ms: number): string {
  const [unit, size] = Object.entries(units).findLast(([, one]) => ms >= one && ms % one === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}
