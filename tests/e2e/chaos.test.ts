import { createSchedule, runChaos } from '@headrace/chaos';
import { faultKinds, findPostgres } from '@headrace/sandbox';
import { expect, it } from 'vitest';

import { sampleOf, seed as sampleSeed } from '../support/sample.ts';

/** How long things go wrong, ms; starting up and letting the runs end take as long again. */
const duration = 15_000;
const timeout = 300_000;

const stages = [
  { database: 'pglite', seed: 20 },
  { database: 'postgres', seed: 21 },
] as const;

// One engine a run, chosen by the seed of the sample; both in a thorough run.
it.for(sampleOf(stages, 1))(
  `nothing is lost, doubled or left open by chaos on $database with seed $seed (sample seed ${sampleSeed})`,
  { timeout },
  async ({ database, seed }, { skip }) => {
    const missing = database === 'postgres' ? await missingPostgres() : undefined;
    if (missing !== undefined) skip(missing);
    const said: string[] = [];
    const report = await runChaos({ seed, duration, database, say: (line) => said.push(line) });
    expect(report.findings, `${said.join('\n')}\ndata and logs: ${report.folder}`).toEqual([]);
    expect(report.runs).toBeGreaterThan(2);
    expect(report.backfills).toBeGreaterThan(0);
    expect(report.waits).toBeGreaterThan(1);
    expect(report.schedules).toBeGreaterThan(1);
    expect(report.disturbances).toBeGreaterThan(5);
  },
);

it('the same seed gives the same schedule, and another seed another', () => {
  const schedule = createSchedule({ seed: 7, duration });
  expect(createSchedule({ seed: 7, duration })).toEqual(schedule);
  expect(createSchedule({ seed: 8, duration })).not.toEqual(schedule);
});

it('a long schedule has every kind of disturbance and of fault', () => {
  const { disturbances } = createSchedule({ seed: 1, duration: 600_000 });
  const kinds = new Set(disturbances.map(({ kind }) => kind));
  expect([...kinds].toSorted()).toEqual([
    'cut',
    'delay',
    'faults',
    'freeze',
    'kill',
    'lose-answer',
    'refuse',
    'restart',
  ]);
  const faults = disturbances.flatMap((disturbance) =>
    disturbance.kind === 'faults' ? disturbance.rules : [],
  );
  expect(new Set(faults.map(({ fault }) => fault))).toEqual(new Set(faultKinds));
});

it('a long schedule has backfills that are paused, cancelled and retried', () => {
  const { backfills } = createSchedule({ seed: 1, duration: 600_000 });
  for (const done of ['pause', 'cancelAfter', 'retried'] as const) {
    expect(backfills.filter((backfill) => backfill[done])).not.toEqual([]);
  }
});

it('a long schedule has waits of every kind, in time and in vain', () => {
  const { waits } = createSchedule({ seed: 1, duration: 600_000 });
  const kinds = waits.map(
    ({ after: [{ otherwise }], published }) => `${otherwise} ${published ? 'published' : 'never'}`,
  );
  const policies = ['fail', 'skip', 'use-latest'];
  expect(new Set(kinds)).toEqual(
    new Set(policies.flatMap((policy) => [`${policy} published`, `${policy} never`])),
  );
});

async function missingPostgres(): Promise<string | undefined> {
  return findPostgres().then(
    () => undefined,
    (error: Error) => error.message,
  );
}
