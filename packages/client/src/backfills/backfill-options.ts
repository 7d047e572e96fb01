import type { Grain } from '@headrace/calendar';
import type { Dependency, TimedWhen } from '@headrace/contracts';

import type { AnyStartOptions, StartOptions } from '../start-options.ts';

/** What a backfill of any pipeline is asked; times are ISO 8601, and the zone's where they have no offset. */
interface BackfillTimes {
  /** Intervals that start in [from, to): `2026-01-01`, `2026-01-01T06:00`, `2026-01-01T05:00Z`. */
  readonly from: string;
  readonly to: string;
  /** How long the intervals are, in ms or units of the calendar; or the times of a schedule. */
  readonly every: Grain | TimedWhen;
  /** IANA name of the zone that days begin in; `UTC` by default. */
  readonly zone?: string;
}

/** What a backfill is asked. */
export interface BackfillOptions<Contract>
  extends BackfillTimes, Pick<StartOptions<Contract>, 'input' | 'overrides' | 'again'> {
  /** Names the backfill; made of the pipeline, the schedule part and the range where it is not given. */
  readonly name?: string;
  /** The schedule part of the run ids; `hourly`, `daily`, `weekly`, `monthly` or `every-10h` by default. */
  readonly schedule?: string;
  /** Intervals in flight at once, at most `limits.backfillParallel`; 4 by default. */
  readonly parallel?: number;
  /** Begin with the newest interval; the oldest by default. */
  readonly newestFirst?: boolean;
  /** List only what is past the last watermark. */
  readonly incremental?: boolean;
  /** What each run waits for, in place of what the contract says. */
  readonly after?: readonly Dependency[];
}

/** The options with their types erased. */
export type AnyBackfillOptions = Omit<BackfillOptions<never>, 'input'> & Pick<AnyStartOptions, 'input'>;
