import { setTimeout as sleep } from 'node:timers/promises';

import { audit } from './auditor/audit.ts';
import type { Finding } from './auditor/finding.ts';
import { createSampleTruths } from './auditor/sample-truths.ts';
import { playAll } from './play/play-all.ts';
import { createSchedule, type Schedule } from './schedule/create-schedule.ts';
import { describeDisturbance } from './schedule/disturbance.ts';
import { isSpoilt } from './schedule/plan-faults.ts';
import { disturb } from './stage/disturb.ts';
import { awaitQuiet } from './stage/await-quiet.ts';
import { openStage, type Stage } from './stage/open-stage.ts';

export interface ChaosOptions {
  /** Decides the runs, what goes wrong, and the source's items. */
  readonly seed: number;
  /** How long things go wrong, ms. */
  readonly duration: number;
  /** Default `pglite`. */
  readonly database?: 'pglite' | 'postgres';
  /** Told of everything as it happens. Default: silent. */
  readonly say?: (line: string) => void;
  /** Aborting ends it early; data and logs stay. */
  readonly signal?: AbortSignal;
}

export interface ChaosReport {
  /** Nothing, where all is well. */
  readonly findings: readonly Finding[];
  readonly runs: number;
  readonly backfills: number;
  readonly waits: number;
  readonly schedules: number;
  readonly disturbances: number;
  /** Data and logs; kept where something was found. */
  readonly folder: string | undefined;
}

/** What the runs are given to end once nothing goes wrong any more, ms: retries may be as far apart as the chaos was long. */
const settling = 120_000;
/** What an attempt that was given up is given to write what it should not, ms. */
const afterwards = 3_000;

/** Runs pipelines while things go wrong by a seed's schedule, lets them end, and audits what they left. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, duration, database = 'pglite', say = () => {}, signal } = options;
  const schedule = createSchedule({ seed, duration });
  const stage = await openStage({ seed, database, say });
  let findings: readonly Finding[] = [];
  let keep = true;
  try {
    const played = play(stage, schedule, { duration, say: withTime(say) });
    const failures = await orAborted(played, signal);
    findings = [...failures, ...(await auditStage(stage))];
    keep = findings.length > 0;
  } finally {
    await stage.close({ keep });
    if (keep) say(`data and logs: ${stage.folder}`);
  }
  const { runs, backfills, waits, schedules, disturbances } = schedule;
  return {
    findings,
    runs: runs.length,
    backfills: backfills.length,
    waits: waits.length,
    schedules: schedules.length,
    disturbances: disturbances.length,
    folder: keep ? stage.folder : undefined,
  };
}

async function orAborted<Value>(work: Promise<Value>, signal?: AbortSignal): Promise<Value> {
  const aborted = Promise.withResolvers<never>();
  signal?.addEventListener('abort', () => aborted.reject(signal.reason as Error), { once: true });
  return Promise.race([work, aborted.promise]);
}

interface PlayOptions {
  readonly duration: number;
  readonly say: (line: string) => void;
}

async function play(stage: Stage, schedule: Schedule, { duration, say }: PlayOptions): Promise<Finding[]> {
  const findings: Finding[] = [];
  const deadline = Date.now() + duration + settling;
  const ended = playAll(schedule, findings, { client: stage.client, say }).then(() =>
    awaitQuiet(stage, deadline),
  );
  const disturbances = schedule.disturbances.map(async (disturbance) => {
    await sleep(disturbance.at);
    say(describeDisturbance(disturbance));
    await disturb(stage, disturbance, { say });
  });
  await Promise.all([sleep(duration), ...disturbances]);
  const { processes } = stage.sandbox;
  await Promise.all(processes.names().map((name) => processes.get(name).whenReady()));
  say('nothing goes wrong any more');
  const late = await Promise.race([ended.then(() => false), sleep(settling, true, { ref: false })]);
  say(late ? `not every run has ended after ${settling} ms` : 'every run has ended');
  await sleep(afterwards);
  return findings;
}

function auditStage({ sandbox, source, temporal }: Stage): Promise<Finding[]> {
  const databaseUrl = sandbox.addresses.postgres;
  return audit({ databaseUrl, temporal, truths: createSampleTruths(source, isSpoilt) });
}

/** Says when it was, s from now on. */
function withTime(say: (line: string) => void): (line: string) => void {
  const begin = performance.now();
  return (line) => say(`${((performance.now() - begin) / 1_000).toFixed(1).padStart(6)}  ${line}`);
}
