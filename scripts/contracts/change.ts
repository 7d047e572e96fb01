/** One difference between two locks. */
export interface Change {
  /** What it is about: `input limit of the pipeline hacker-news`. */
  readonly thing: string;
  /** Where it was met, of what may be met in many places: `the answer of the query run.progress`. */
  readonly at?: string;
  readonly what: string;
  /** Of a change that is not compatible. */
  readonly breaks?: Break;
}

export interface Break {
  /** Who can no longer do what. */
  readonly whom: string;
  /** How to have the same in a compatible way. */
  readonly instead: string;
}

type Named<Value> = Readonly<Record<string, Value>>;

export interface NamedRules<Value> {
  readonly toThing: (name: string) => string;
  readonly removed: Break;
  /** What the new one breaks; nothing by default. */
  readonly added?: (value: Value) => (Break & { readonly what: string }) | undefined;
  readonly kept: (before: Value, after: Value, name: string) => readonly Change[];
}

/** Compares two collections by name. */
export function compareNamed<Value>(
  before: Named<Value>,
  after: Named<Value>,
  { toThing, removed, added, kept }: NamedRules<Value>,
): Change[] {
  const fresh = Object.keys(after).filter((name) => !Object.hasOwn(before, name));
  const gone = fresh.length > 0 ? `is gone; new are ${fresh.join(', ')}` : 'is gone';
  return [
    ...Object.entries(before).flatMap(([name, value]): readonly Change[] => {
      const now = after[name];
      if (now === undefined) return [{ thing: toThing(name), what: gone, breaks: removed }];
      return kept(value, now, name);
    }),
    ...Object.entries(after)
      .filter(([name]) => fresh.includes(name))
      .map(([name, value]) => {
        const { what = 'is new', ...breaks } = added?.(value) ?? {};
        return { thing: toThing(name), what, ...('whom' in breaks && { breaks }) };
      }),
  ];
}

export interface ValueRules {
  readonly thing: string;
  readonly at?: string;
  /** What a change of the value breaks; nothing by default. */
  readonly breaks?: Break;
}

/** Compares two values as a whole. */
export function compareValue(before: unknown, after: unknown, { breaks, ...place }: ValueRules): Change[] {
  if (show(before) === show(after)) return [];
  const what =
    before === undefined
      ? `was not there and is ${show(after)}`
      : `was ${show(before)} and is ${after === undefined ? 'gone' : show(after)}`;
  return [{ ...place, what, ...(breaks && { breaks }) }];
}

export function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
