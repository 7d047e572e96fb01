import { setTimeout as sleep } from 'node:timers/promises';

import { atMost, type Benchmark } from '../figure.ts';
import { median } from '../rig/median.ts';
import { startRig, type Rig } from '../rig/start-rig.ts';

const rounds = 3;
const items = 50_000;
/** Below the contract's 30 s, so that what comes after the timeout shows. */
const heartbeatTimeout = 10_000;

/** kill −9 of the only activity worker half-way through a run; the sandbox starts it again at once. */
export const crash: Benchmark = {
  name: 'crash',
  title: `kill −9 of the only activity worker half-way through ${items} items, heartbeat timeout ${heartbeatTimeout / 1_000} s`,
  async measure(say) {
    await using rig = await startRig(say);
    await rig.land(10_000);
    const crashes: Crash[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const measured = await killHalfWay(rig);
      crashes.push(measured);
      const { fetched, silence } = measured;
      say(`  round ${round}: ${fetched} requests, the next batch after ${(silence / 1_000).toFixed(1)} s`);
    }
    const fetched = median(crashes.map((one) => one.fetched));
    const silence = median(crashes.map((one) => one.silence));
    return [
      atMost('items fetched over items listed', fetched / items, {
        goal: 1.02,
        limit:
          'Repeated is what was fetched and not committed: at most three chunks of each batch in flight.',
      }),
      atMost('duplicate or missing rows', Math.max(...crashes.map(({ wrong }) => wrong)), { goal: 0 }),
      atMost('kill to the next batch landed, over the heartbeat timeout', silence / heartbeatTimeout, {
        goal: 1.5,
        of: `${(silence / 1_000).toFixed(1)} s`,
        limit:
          'Temporal gives an attempt up a heartbeat timeout after its last beat; the next one waits for its retry interval.',
      }),
    ];
  },
};

interface Crash {
  /** Requests to the source, the killed worker's included. */
  readonly fetched: number;
  /** From the kill to the next batch landed, ms. */
  readonly silence: number;
  /** Rows too many or too few. */
  readonly wrong: number;
}

async function killHalfWay(rig: Rig): Promise<Crash> {
  await rig.sql.query('truncate hacker_news_items');
  const before = await rig.items.requests();
  const runId = await rig.start(items, { activity: { heartbeatTimeout } });
  while ((await rig.items.requests()) - before < items / 2) await sleep(5);
  await rig.sandbox.processes.get('activity-worker').kill();
  const killedAt = performance.now();
  const landed = await countLandedBatches(rig, runId);
  while ((await countLandedBatches(rig, runId)) === landed) await sleep(20);
  const silence = performance.now() - killedAt;
  await rig.client.result(runId);
  const { rows } = await rig.sql.query<{ wrong: number }>(
    `select greatest(count(*) - count(distinct id), abs(count(*) - $1))::int as wrong from hacker_news_items`,
    [items],
  );
  return { fetched: (await rig.items.requests()) - before, silence, wrong: rows[0]?.wrong ?? NaN };
}

async function countLandedBatches({ sql }: Rig, runId: string): Promise<number> {
  const { rows } = await sql.query<{ batches: number }>(
    'select count(*)::int as batches from headrace.batch where run = $1 and landed = listed',
    [runId],
  );
  return rows[0]?.batches ?? NaN;
}
