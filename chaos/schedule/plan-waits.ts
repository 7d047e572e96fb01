import { hackerNews, hackerNewsArchive, type Dependency, type Interval } from '@headrace/contracts';

import { highestId, toOverrides, type PlannedRun } from './plan-runs.ts';
import type { Random } from './random.ts';

/** A run that waits for a dataset, and the one that publishes what it waits for. */
export interface PlannedWait extends Omit<PlannedRun, 'afterwards'> {
  readonly interval: Interval;
  readonly after: readonly [Dependency];
  /** Started so long after the run that waits, ms; absent where nothing is published. */
  readonly published?: Omit<PlannedRun, 'at' | 'afterwards' | 'cancelAfter'> & {
    readonly after: number;
    readonly interval: Interval;
  };
}

const hour = 60 * 60_000;
/** Any past days will do that no other run is of. */
const past = Date.parse('2025-06-01');

/** Longer than what is published takes, through all that goes wrong, ms. */
const patient = 90_000;

/** Runs that wait, from the first seconds on. */
export function planWaits(random: Random, duration: number): PlannedWait[] {
  const waits: PlannedWait[] = [];
  for (let at = 800; at < duration; at += random.between(4_000, 9_000)) {
    waits.push(planWait(random, { at, number: waits.length + 1 }));
  }
  return waits;
}

function planWait(random: Random, { at, number }: { at: number; number: number }): PlannedWait {
  const day = past + number * 24 * hour;
  const id = `waiting-${number}`;
  const isPublished = random.happens(0.7);
  const isPatient = isPublished && random.happens(0.7);
  const dependency: Dependency = {
    dataset: hackerNews.dataset.name,
    interval: random.happens(0.8) ? 'same' : 'latest',
    within: isPatient ? patient : random.between(2_000, 8_000),
    otherwise: random.pick(['fail', 'skip', 'use-latest']),
  };
  const from = random.between(1, highestId - 100);
  return {
    at,
    id,
    contract: hackerNewsArchive,
    input: { from, to: from + random.between(10, 50) },
    overrides: toOverrides(random, random.between(10, 30)),
    interval: toInterval(day + random.between(0, 23) * hour, hour),
    after: [dependency],
    ...(isPublished && {
      published: {
        id: `waited-for-${number}`,
        contract: hackerNews,
        input: { feed: random.pick(['top', 'new', 'best']), limit: random.between(10, 50) },
        overrides: toOverrides(random, random.between(10, 30)),
        interval: toInterval(day, 24 * hour),
        after: random.between(0, 8_000),
      },
    }),
    ...(random.happens(0.2) && { cancelAfter: random.between(500, 6_000) }),
  };
}

function toInterval(start: number, length: number): Interval {
  return { start: new Date(start).toISOString(), end: new Date(start + length).toISOString() };
}
