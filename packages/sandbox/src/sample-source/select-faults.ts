import { toKeyPattern, type FaultRule } from './fault-rule.ts';
import { chance } from './hash.ts';

/** One request as the rules see it. */
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
