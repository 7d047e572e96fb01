/** One line of the table. */
export interface Figure {
  readonly what: string;
  /** As it is printed: `0.97`, `31 ms`. */
  readonly measured: string;
  readonly goal?: Goal;
}

interface Goal {
  /** `≥ 0.85` */
  readonly text: string;
  readonly isMet: boolean;
  /** What limits it, in a paragraph that is printed where the goal is not met. */
  readonly limit?: string;
}

/** A part of `pnpm bench`, with processes of its own. */
export interface Benchmark {
  /** As `--only` takes it. */
  readonly name: string;
  /** Over its lines of the table: what ran. */
  readonly title: string;
  measure(say: (line: string) => void): Promise<readonly Figure[]>;
}

interface GoalOptions {
  readonly goal: number;
  /** What the value is made of, in brackets behind it. */
  readonly of?: string;
  readonly limit?: string;
}

export function atLeast(what: string, value: number, { goal, of, limit }: GoalOptions): Figure {
  const kept = { text: `≥ ${goal}`, isMet: value >= goal, ...(limit !== undefined && { limit }) };
  return { what, measured: show(value, of), goal: kept };
}

export function atMost(what: string, value: number, { goal, of, limit }: GoalOptions): Figure {
  const kept = { text: `≤ ${goal}`, isMet: value <= goal, ...(limit !== undefined && { limit }) };
  return { what, measured: show(value, of), goal: kept };
}

function show(value: number, of: string | undefined): string {
  const text = Number.isInteger(value)
    ? String(value)
    : value.toPrecision(value < 10 ? 2 + Number(value >= 1) : 3);
  return of === undefined ? text : `${text} (${of})`;
}
