import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { atLeast, type Benchmark } from '../figure.ts';
import { runInTurn } from '../rig/in-turn.ts';
import { median } from '../rig/median.ts';
import { startRig, type Rig } from '../rig/start-rig.ts';
import { timed } from '../rig/timed.ts';

const items = 2_000;
const manyItems = 100_000;
/** The fastest of 20, 50, 128, 500 and all at once. */
const atOnce = 128;

/** Headrace beside a workflow that runs one activity an item, on the same Temporal, source and database. */
export const itemActivities: Benchmark = {
  name: 'item-activities',
  title: `${items} items, start to result, on the same Temporal server`,
  async measure(say) {
    await using rig = await startRig(say);
    const worker = await startReference(rig);
    try {
      let runs = 0;
      const times = await runInTurn({
        rounds: 3,
        say,
        works: {
          activities() {
            runs += 1;
            return rig.temporal.workflow.execute('landItems', {
              taskQueue: 'item-activities',
              workflowId: `items-${runs}`,
              args: [items, atOnce],
            });
          },
          async headrace() {
            await rig.sql.query('truncate hacker_news_items');
            await rig.land(items);
          },
        },
      });
      const activities = perSecond(items, median(times.map((time) => time.activities)));
      const headrace = perSecond(items, median(times.map((time) => time.headrace)));
      const many = perSecond(manyItems, await timed(() => rig.land(manyItems)));
      return [
        atLeast('items/s over one activity an item', median(times.map((t) => t.activities / t.headrace)), {
          goal: 60,
          of: `${headrace.toFixed()} over ${activities.toFixed()}`,
          limit: `At ${items} items a run is mostly its fixed part: four activities and five workflow tasks, each a round trip through the server, take some 150 ms beside 240 ms of landing one batch. The other side keeps ${atOnce} activities in flight, its fastest.`,
        }),
        {
          what: `items/s of a run of ${manyItems} over one activity an item`,
          measured: `${(many / activities).toFixed(1)} (${many.toFixed()} over ${activities.toFixed()})`,
        },
      ];
    } finally {
      await end(worker);
    }
  },
};

function perSecond(count: number, ms: number): number {
  return (count / ms) * 1_000;
}

async function startReference(rig: Rig): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('../references/item-activities/worker.ts', import.meta.url));
  const child = fork(file, [rig.sandbox.addresses.temporal, rig.items.url, rig.databaseUrl], {
    execArgv: [],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the worker of one activity an item ended before it was ready');
  });
  await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
