import {
  hackerNews,
  hackerNewsArchive,
  type AnyPipelineContract,
  type RunOverrides,
} from '@headrace/contracts';

import type { Random } from './random.ts';

/** A run to be started, and what is done to it. */
export interface PlannedRun {
  /** ms from the beginning. */
  readonly at: number;
  readonly id: string;
  readonly contract: AnyPipelineContract;
  readonly input: Readonly<Record<string, string | number>>;
  readonly overrides: RunOverrides;
  /** Cancelled so long after its start, ms. */
  readonly cancelAfter?: number;
  /** What is done once it has ended: started again under its id, to go on or to start over. */
  readonly afterwards?: 'go on' | 'start over';
}

/** Ids of the source: the archive's runs are ranges of them. */
export const highestId = 12_000;

/** Runs from the first second on, several at once. */
export function planRuns(random: Random, duration: number): PlannedRun[] {
  const runs: PlannedRun[] = [];
  for (let at = 500; at < duration; at += random.between(2_000, 6_000)) {
    runs.push(planRun(random, { at, number: runs.length + 1 }));
  }
  return runs;
}

interface Slot {
  readonly at: number;
  readonly number: number;
}

function planRun(random: Random, { at, number }: Slot): PlannedRun {
  // The first is large: it takes most of the time, and a shard of its own for each 200 batches.
  const asked =
    number === 1 ? askForShards(random) : random.happens(0.5) ? askForFeed(random) : askForRange(random);
  const cancelled = number > 1 && random.happens(0.4);
  const again = random.happens(cancelled ? 0.7 : 0.2);
  return {
    at,
    id: `chaos-${number}`,
    ...asked,
    ...(cancelled && { cancelAfter: random.between(200, 6_000) }),
    ...(again && { afterwards: cancelled && random.happens(0.6) ? 'go on' : 'start over' }),
  };
}

type Asked = Pick<PlannedRun, 'contract' | 'input' | 'overrides'>;

function askForFeed(random: Random): Asked {
  const feed = random.pick(['top', 'new', 'best', 'ask', 'show', 'job']);
  const overrides = toOverrides(random, random.between(20, 100));
  return { contract: hackerNews, input: { feed, limit: random.between(50, 500) }, overrides };
}

function askForRange(random: Random): Asked {
  const from = random.between(1, highestId - 2_000);
  const input = { from, to: from + random.between(200, 1_500) };
  return { contract: hackerNewsArchive, input, overrides: toOverrides(random, random.between(50, 200)) };
}

function askForShards(random: Random): Asked {
  const from = random.between(1, highestId - 2_000);
  const input = { from, to: from + random.between(1_200, 1_800) };
  return { contract: hackerNewsArchive, input, overrides: toOverrides(random, 5) };
}

/** Small batches and chunks, and a dead worker noticed soon. Every run is to complete, whatever is quarantined. */
export function toOverrides(random: Random, size: number): RunOverrides {
  return {
    batch: {
      size,
      chunk: Math.min(size, random.between(5, 25)),
      concurrency: random.between(2, 8),
      parallel: random.between(2, 6),
      itemAttempts: random.between(3, 8),
    },
    activity: { heartbeatTimeout: 2_000 },
    quarantineLimit: 1,
  };
}
