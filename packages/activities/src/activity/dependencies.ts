import type { RequestBudget } from '@headrace/contracts';

import type { AnySource } from '../source/source.ts';
import type { Store } from '../store/store.ts';

/** Everything the activities touch, passed in by the process that runs them. */
export interface ActivityDependencies {
  /** By pipeline name. */
  readonly sources: ReadonlyMap<string, AnySource>;
  /** By pipeline name, what its source's host may be asked; without those that are not limited. */
  readonly budgets?: ReadonlyMap<string, RequestBudget>;
  readonly store: Store;
  readonly clock: Clock;
  /** An attempt that commits nothing for longer is ended, ms. */
  readonly progressTimeout: number;
}

/** Time as the activities see it; ms since 1970. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
