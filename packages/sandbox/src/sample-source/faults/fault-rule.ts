import { validateInput, type AnyInputSchema } from '@headrace/contracts';

import { chance } from '../data/hash.ts';
import { faultKinds, faultOptions, type FaultKind, type FaultOptions } from './fault-kinds.ts';

/**
 * Which requests a fault strikes. All conditions given must hold. The key of a request is the item's id, or
 * `topstories`, `maxitem` and so on. Without `keys`, only items are struck, never the lists.
 */
export interface FaultSelector {
  /** Regular expression that the whole key must match: `17|42`, `topstories`, `.*7`. */
  readonly keys?: string;
  /** Share of the requests, 0 to 1, each decided anew by the seed, the rule, the key and which request of the key it is. */
  readonly rate?: number;
  /** Share of the keys, 0 to 1, decided by the seed, the rule and the key: the same keys every time. */
  readonly share?: number;
  /** Only the nth request of a key, from 1. */
  readonly nth?: number;
  /** Only the nth request of all, from 1, since the source was started. */
  readonly nthOverall?: number;
  /** Only the first so many requests of a key. */
  readonly first?: number;
}

/** One rule: what goes wrong, for which requests, and how. Plain JSON. */
export type FaultRule = FaultSelector & { readonly fault: FaultKind } & FaultOptions;

const optional = true;
const share = { type: 'number', minimum: 0, maximum: 1, optional } as const;
const count = { type: 'integer', minimum: 1, optional } as const;

const selectorSchema: AnyInputSchema = {
  keys: {
    type: 'string',
    minLength: 1,
    optional,
    description: 'regular expression the whole key must match',
  },
  rate: { ...share, description: 'share of the requests' },
  share: { ...share, description: 'share of the keys' },
  nth: { ...count, description: 'only the nth request of a key' },
  nthOverall: { ...count, description: 'only the nth request of all' },
  first: { ...count, description: 'only the first so many requests of a key' },
};

/** A list of rules that is not one; the message names each field that is wrong and what is valid. */
export class InvalidFaultRules extends Error {
  override readonly name = 'InvalidFaultRules';
}

/** Reads rules as they come from JSON, fills in the options' defaults, or throws `InvalidFaultRules`. */
export function parseFaultRules(given: unknown): FaultRule[] {
  if (!Array.isArray(given)) throw new InvalidFaultRules('The faults are not a list of rules');
  return given.map((rule: unknown, index) => parseRule(rule, `rule ${index}`));
}

function parseRule(given: unknown, place: string): FaultRule {
  const kind = (given as { fault?: unknown } | null)?.fault;
  const schema: AnyInputSchema = {
    fault: { type: 'string', enum: faultKinds, description: 'what goes wrong' },
    ...selectorSchema,
    ...(isFaultKind(kind) ? faultOptions[kind] : {}),
  };
  const { problems, input } = validateInput(schema, given);
  const messages = input ? patternProblems(input['keys']) : problems.map((problem) => problem.message);
  if (messages.length > 0) throw new InvalidFaultRules(`${place}: ${messages.join('; ')}`);
  return input as unknown as FaultRule;
}

function isFaultKind(value: unknown): value is FaultKind {
  return faultKinds.some((kind) => kind === value);
}

function patternProblems(keys: unknown): string[] {
  try {
    if (keys !== undefined) toKeyPattern(String(keys));
    return [];
  } catch (error) {
    return [`keys: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** The pattern anchored at both ends. Throws `SyntaxError`. */
function toKeyPattern(keys: string): RegExp {
  return new RegExp(`^(?:${keys})$`, 'u');
}

/** A request as the fault rules read it. */
export interface Arrival {
  readonly key: string;
  readonly isItem: boolean;
  /** Which request of the key, and which of all, from 1. */
  readonly ofKey: number;
  readonly overall: number;
}

export type SelectFaults = (arrival: Arrival) => readonly FaultRule[];

/** The rules that strike a request, in the order given. The same seed, rules and requests give the same faults. */
export function createSelector(rules: readonly FaultRule[], seed: number): SelectFaults {
  const candidates = rules.map((rule, index) => ({
    rule,
    seed: `${seed}:${index}`,
    pattern: rule.keys === undefined ? undefined : toKeyPattern(rule.keys),
  }));

  return (arrival) =>
    candidates
      .filter(({ rule, seed: ruleSeed, pattern }) => {
        const { key, ofKey } = arrival;
        return (
          (pattern ? pattern.test(key) : arrival.isItem) &&
          (rule.nth === undefined || rule.nth === ofKey) &&
          (rule.nthOverall === undefined || rule.nthOverall === arrival.overall) &&
          (rule.first === undefined || ofKey <= rule.first) &&
          (rule.share === undefined || chance(`${ruleSeed}:${key}`) < rule.share) &&
          (rule.rate === undefined || chance(`${ruleSeed}:${key}:${ofKey}`) < rule.rate)
        );
      })
      .map(({ rule }) => rule);
}
