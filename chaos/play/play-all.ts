import { setTimeout as sleep } from 'node:timers/promises';

import { toBackfillId } from '@headrace/contracts';

import { toFinding, type Finding } from '../auditor/finding.ts';
import type { Schedule } from '../schedule/create-schedule.ts';
import { playBackfill } from './play-backfill.ts';
import { playSchedule } from './play-schedule.ts';
import { playWait } from './play-wait.ts';
import { playRun, type PlayOptions } from './play-run.ts';

interface Play {
  /** ms from now on. */
  readonly at: number;
  /** What it is the play of, as Temporal names it. */
  readonly id: string;
  /** Resolves to what went otherwise than planned. */
  play(): Promise<string | undefined>;
}

/** Plays whatever a schedule has to its end. What does not end well goes to `findings`. */
export async function playAll(schedule: Schedule, findings: Finding[], options: PlayOptions): Promise<void> {
  const plays = [
    ...schedule.runs.map((run): Play => ({ at: run.at, id: run.id, play: () => playRun(run, options) })),
    ...schedule.backfills.map((backfill): Play => ({
      at: backfill.at,
      id: toBackfillId(backfill.name),
      play: () => playBackfill(backfill, options),
    })),
    ...schedule.waits.map((wait): Play => ({
      at: wait.at,
      id: wait.id,
      play: () => playWait(wait, options),
    })),
    ...schedule.schedules.map((made): Play => ({
      at: made.at,
      id: made.name,
      play: () => playSchedule(made, options),
    })),
  ];
  await Promise.all(
    plays.map(async ({ at, id, play }) => {
      await sleep(at);
      const failure = await play().catch(String);
      if (failure) findings.push(toFinding('state', { run: id }, `it was to end well: ${failure}`));
    }),
  );
}
