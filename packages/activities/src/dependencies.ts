import type { RequestBudget } from '@headrace/contracts';

import type { Clock } from './clock.ts';
import type { AnySource } from './source.ts';
import type { Store } from './store/store.ts';

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
