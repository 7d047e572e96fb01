import type { Interval } from './interval.ts';

/** A dataset that a run needs before it begins. */
export interface Dependency {
  /** The dataset's name. */
  readonly dataset: string;
  /**
   * - `same`: the version whose interval holds the start of the run's own
   * - `latest`: any version; the newest is taken
   */
  readonly interval: 'same' | 'latest';
  /** How long to wait for it from the run's start, ms, at most `limits.dependencyWait`. */
  readonly within: number;
  /** What becomes of a run that has waited in vain. `use-latest` fails where there is no version at all. */
  readonly otherwise: 'fail' | 'skip' | 'use-latest';
}

/** A version that a run reads. */
export interface DatasetUse {
  readonly dataset: string;
  readonly version: number;
  readonly pipeline: string;
  /** The run that published it. */
  readonly run: string;
  readonly interval: Interval | null;
}

/** What a run waits for. */
export interface Waiting {
  readonly dataset: string;
  readonly interval: Dependency['interval'];
  /** When it gives up, ISO 8601. */
  readonly until: string;
}
