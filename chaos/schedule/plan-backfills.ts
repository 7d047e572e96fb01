import { hackerNews, hackerNewsArchive, type AnyPipelineContract, type Interval } from '@headrace/contracts';

import { highestId, toOverrides, type PlannedRun } from './plan-runs.ts';
import type { Random } from './random.ts';

/** A backfill to be started, and what is done to it. */
export interface PlannedBackfill extends Pick<PlannedRun, 'at' | 'contract' | 'input' | 'overrides'> {
  readonly name: string;
  /** Intervals that start in [from, to), ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** ms */
  readonly every: number;
  readonly parallel: number;
  readonly newestFirst: boolean;
  /** Paused so long after its start, and for so long, ms. */
  readonly pause?: { readonly after: number; readonly lasts: number };
  /** Cancelled so long after its start, ms. */
  readonly cancelAfter?: number;
  /** Once it has ended: over the same range again. */
  readonly retried: boolean;
  /** One of its intervals, whose run somebody starts beside it, so long after its start, ms. */
  readonly beside: { readonly after: number; readonly interval: Interval };
}

const hour = 60 * 60_000;
/** Any past time will do; each backfill has intervals of its own. */
const past = Date.parse('2026-01-05');

/** Backfills of a handful of past hours, from the first seconds on. */
export function planBackfills(random: Random, duration: number): PlannedBackfill[] {
  const backfills: PlannedBackfill[] = [];
  for (let at = 1_000; at < duration; at += random.between(9_000, 18_000)) {
    backfills.push(planBackfill(random, { at, number: backfills.length + 1 }));
  }
  return backfills;
}

function planBackfill(random: Random, { at, number }: { at: number; number: number }): PlannedBackfill {
  const from = past + number * 24 * hour;
  const intervals = random.between(3, 7);
  const cancelled = random.happens(0.4);
  return {
    at,
    name: `past-${number}`,
    ...askFor(random),
    from: toTime(from),
    to: toTime(from + intervals * hour),
    every: hour,
    parallel: random.between(2, 4),
    newestFirst: random.happens(0.5),
    ...(random.happens(0.5) && {
      pause: { after: random.between(300, 3_000), lasts: random.between(500, 4_000) },
    }),
    ...(cancelled && { cancelAfter: random.between(300, 4_000) }),
    retried: random.happens(cancelled ? 0.8 : 0.3),
    beside: {
      after: random.between(0, 3_000),
      interval: toInterval(from + random.between(0, intervals - 1) * hour),
    },
  };
}

function askFor(random: Random): Pick<PlannedBackfill, 'contract' | 'input' | 'overrides'> {
  const items = random.between(20, 80);
  const from = random.between(1, highestId - items);
  const asked: { contract: AnyPipelineContract; input: PlannedBackfill['input'] } = random.happens(0.5)
    ? { contract: hackerNews, input: { feed: random.pick(['top', 'new', 'best']), limit: items } }
    : { contract: hackerNewsArchive, input: { from, to: from + items } };
  return { ...asked, overrides: toOverrides(random, random.between(10, 40)) };
}

function toInterval(start: number): Interval {
  return { start: toTime(start), end: toTime(start + hour) };
}

function toTime(ms: number): string {
  return new Date(ms).toISOString();
}
