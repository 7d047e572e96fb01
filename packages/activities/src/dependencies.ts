import type { Clock } from './clock.ts';
import type { AnySource } from './source.ts';
import type { Store } from './store/store.ts';

/** Everything the activities touch, passed in by the process that runs them. */
export interface ActivityDependencies {
  /** By pipeline name. */
  readonly sources: ReadonlyMap<string, AnySource>;
  readonly store: Store;
  readonly clock: Clock;
  /** An attempt that commits nothing for longer is ended, ms. */
  readonly progressTimeout: number;
}
