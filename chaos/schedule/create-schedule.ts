import type { Disturbance, Link } from './disturbance.ts';
import { planBackfills, type PlannedBackfill } from './plan-backfills.ts';
import { createFaultPlan } from './plan-faults.ts';
import { planRuns, type PlannedRun } from './plan-runs.ts';
import { planSchedules, type PlannedSchedule } from './plan-schedules.ts';
import { planWaits, type PlannedWait } from './plan-waits.ts';
import { createRandom, type Random } from './random.ts';

export interface ScheduleOptions {
  readonly seed: number;
  /** ms */
  readonly duration: number;
}

export interface Schedule {
  readonly runs: readonly PlannedRun[];
  readonly backfills: readonly PlannedBackfill[];
  readonly waits: readonly PlannedWait[];
  readonly schedules: readonly PlannedSchedule[];
  /** In order of their times. */
  readonly disturbances: readonly TimedDisturbance[];
}

/** `at` is ms from the beginning. */
type TimedDisturbance = Disturbance & { readonly at: number };

/** Sets apart what else is planned, so that the runs of a seed stay what they were. */
const branches = { backfills: 0x4000_0000, waits: 0x5000_0000, schedules: 0x6000_0000 };

/** Which runs are started and what goes wrong meanwhile: the same for the same seed. */
export function createSchedule({ seed, duration }: ScheduleOptions): Schedule {
  const runs = planRuns(createRandom(seed), duration);
  const backfills = planBackfills(createRandom(seed ^ branches.backfills), duration);
  const waits = planWaits(createRandom(seed ^ branches.waits), duration);
  const schedules = planSchedules(createRandom(seed ^ branches.schedules), duration);
  const disturbances = planDisturbances(createRandom(~seed), duration);
  return { runs, backfills, waits, schedules, disturbances };
}

const workflowWorkers = ['workflow-worker', 'workflow-worker-2'];
const activityWorkers = ['activity-worker', 'activity-worker-2'];
const workers = [...workflowWorkers, ...activityWorkers];
const servers = ['temporal', 'postgres'];

const links: readonly Link[] = [
  ...workers.map((worker) => ({ worker, to: 'temporal' as const })),
  ...activityWorkers.map((worker) => ({ worker, to: 'postgres' as const })),
  ...activityWorkers.map((worker) => ({ worker, to: 'source' as const })),
];

/** How long a process is left alone once it was killed or restarted, ms. */
const recovery = { worker: 5_000, server: 12_000 };

/** What strikes, how often in relation to the others. */
const shares: readonly [kind: string, share: number][] = [
  ['kill worker', 4],
  ['freeze worker', 4],
  ['restart worker', 2],
  ['kill server', 2],
  ['restart server', 1],
  ['cut', 5],
  ['refuse', 3],
  ['delay', 4],
  ['lose-answer', 3],
  ['lose-commit', 5],
  ['faults', 6],
];
const kinds = shares.flatMap(([kind, share]) => Array.from({ length: share }, () => kind));

function planDisturbances(random: Random, duration: number): TimedDisturbance[] {
  const planned: TimedDisturbance[] = [];
  const busyUntil = new Map<string, number>();
  const nextFaults = createFaultPlan(random);
  for (let at = 1_500; at < duration; at += random.between(300, 1_800)) {
    const disturbance = plan(random, random.pick(kinds), nextFaults);
    const target = targetOf(disturbance);
    const free = (busyUntil.get(target) ?? 0) <= at;
    if (!free) continue;
    planned.push({ at, ...disturbance });
    busyUntil.set(target, at + lastsOf(disturbance));
  }
  return planned;
}

function plan(random: Random, kind: string, nextFaults: ReturnType<typeof createFaultPlan>): Disturbance {
  const link = random.pick(links);
  switch (kind) {
    case 'kill worker':
      return { kind: 'kill', process: random.pick(workers) };
    case 'kill server':
      return { kind: 'kill', process: random.pick(servers) };
    case 'restart worker':
      return { kind: 'restart', process: random.pick(workers) };
    case 'restart server':
      return { kind: 'restart', process: random.pick(servers) };
    case 'freeze worker':
      // Past the heartbeat timeout of 2 s, mostly.
      return { kind: 'freeze', process: random.pick(workers), lasts: random.between(1_500, 6_000) };
    case 'cut':
      return { kind: 'cut', link };
    case 'refuse':
      return { kind: 'refuse', link, lasts: random.between(500, 5_000) };
    case 'delay':
      return { kind: 'delay', link, by: random.between(20, 400), lasts: random.between(1_000, 5_000) };
    case 'lose-answer':
      return { kind: 'lose-answer', link, lasts: 3_000 };
    case 'lose-commit':
      return {
        kind: 'lose-answer',
        link: { worker: random.pick(activityWorkers), to: 'postgres' },
        lasts: 3_000,
      };
    default:
      return { kind: 'faults', rules: nextFaults(), lasts: random.between(1_000, 6_000) };
  }
}

/** What is disturbed: one disturbance at a time. */
function targetOf(disturbance: Disturbance): string {
  if ('process' in disturbance) return disturbance.process;
  if ('link' in disturbance) return `${disturbance.link.worker} ${disturbance.link.to}`;
  return 'source';
}

function lastsOf(disturbance: Disturbance): number {
  if ('lasts' in disturbance) return disturbance.lasts;
  if (!('process' in disturbance)) return 0;
  return servers.includes(disturbance.process) ? recovery.server : recovery.worker;
}
