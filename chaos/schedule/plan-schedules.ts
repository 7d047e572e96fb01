import { hackerNews, hackerNewsArchive, type OverlapPolicy, type When } from '@headrace/contracts';

import { highestId, toOverrides, type PlannedRun } from './plan-runs.ts';
import type { Random } from './random.ts';

/** A schedule to be made. */
export interface PlannedSchedule extends Pick<PlannedRun, 'at' | 'contract' | 'input' | 'overrides'> {
  readonly name: string;
  readonly when: When;
  readonly overlap?: OverlapPolicy;
  /** Taken away so long after it was made, ms; absent where it stays. */
  readonly lasts?: number;
}

/** Schedules on a dataset and of every few seconds by turns, from the first seconds on. */
export function planSchedules(random: Random, duration: number): PlannedSchedule[] {
  const schedules: PlannedSchedule[] = [];
  for (let at = 1_200; at < duration; at += random.between(5_000, 12_000)) {
    const slot = { at, number: schedules.length + 1 };
    schedules.push(slot.number % 2 === 1 ? planFollower(random, slot) : planTimes(random, slot));
  }
  return schedules;
}

interface Slot {
  readonly at: number;
  readonly number: number;
}

/** The first one stays, and is to answer every version to the end. */
function planFollower(random: Random, { at, number }: Slot): PlannedSchedule {
  return {
    at,
    name: `follows-${number}`,
    ...askForFew(random),
    when: { on: hackerNews.dataset.name },
    ...(number > 1 && { lasts: random.between(2_000, 12_000) }),
  };
}

/** Leaves no time out, so that its intervals are without a gap. */
function planTimes(random: Random, { at, number }: Slot): PlannedSchedule {
  return {
    at,
    name: `every-${number}`,
    ...askForFew(random),
    when: { every: random.between(2, 5) * 1_000 },
    overlap: random.pick(['buffer-all', 'allow-all']),
    lasts: random.between(6_000, 14_000),
  };
}

function askForFew(random: Random): Pick<PlannedSchedule, 'contract' | 'input' | 'overrides'> {
  const from = random.between(1, highestId - 100);
  const input = { from, to: from + random.between(5, 20) };
  return { contract: hackerNewsArchive, input, overrides: toOverrides(random, random.between(5, 20)) };
}
