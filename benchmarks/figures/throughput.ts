import { hackerNewsArchive } from '@headrace/contracts';
import { measureHistory } from '@headrace/sandbox';

import { atLeast, atMost, type Benchmark } from '../figure.ts';
import { runFastestScript } from '../references/fastest-script.ts';
import { runPlainLoop } from '../references/plain-loop.ts';
import { runInTurn } from '../rig/in-turn.ts';
import { median } from '../rig/median.ts';
import { startRig, type Rig } from '../rig/start-rig.ts';

const items = 100_000;

/** A large run, start to result, beside the same loop and the fastest one in plain scripts. */
export const throughput: Benchmark = {
  name: 'throughput',
  title: `\`hacker-news-archive --from 1 --to ${items}\`, start to result, against the item server`,
  async measure(say) {
    await using rig = await startRig(say);
    const { chunk, concurrency, parallel } = hackerNewsArchive.batch;
    const inFlight = concurrency * parallel;
    const plain = {
      source: rig.items.url,
      databaseUrl: rig.databaseUrl,
      items,
      chunk,
      concurrency: inFlight,
    };
    let runId = '';
    let rewritten = 0;
    const land = async (): Promise<void> => {
      runId = await rig.start(items);
      await rig.client.result(runId);
    };
    const times = await runInTurn({
      rounds: 3,
      say,
      works: {
        loop: () => runPlainLoop(plain),
        async headrace() {
          await rig.sql.query('truncate hacker_news_items');
          await land();
        },
        async again() {
          await land();
          rewritten += await countRowsOf(rig, runId);
        },
        fastest: () => runFastestScript(plain),
      },
    });
    const { events, bytes } = await measureHistory(rig.temporal, runId);
    const rate = (name: 'loop' | 'headrace' | 'fastest'): string =>
      ((items / median(times.map((time) => time[name]))) * 1_000).toFixed();
    return [
      atLeast(
        'items/s over the same loop in a plain script',
        median(times.map(({ loop, headrace }) => loop / headrace)),
        { goal: 0.85, of: `${rate('headrace')} over ${rate('loop')}`, limit: loopLimit },
      ),
      atLeast(
        'items/s over the fastest plain script',
        median(times.map(({ fastest, headrace }) => fastest / headrace)),
        { goal: 0.8, of: `${rate('headrace')} over ${rate('fastest')}`, limit: fastestLimit },
      ),
      atMost('history events an item', events / items, { goal: 0.01, of: `${events} in all` }),
      atMost('history bytes an item', bytes / items, { goal: 2, of: `${bytes} in all` }),
      atMost('rows rewritten by a second identical run', rewritten, { goal: 0 }),
      atMost('its time over the first', median(times.map(({ again, headrace }) => again / headrace)), {
        goal: 0.8,
        limit: againLimit,
      }),
    ];
  },
};

async function countRowsOf({ sql }: Rig, runId: string): Promise<number> {
  const { rows } = await sql.query<{ rows: number }>(
    'select count(*)::int as rows from hacker_news_items where _run = $1',
    [runId],
  );
  return rows[0]?.rows ?? NaN;
}

const loopLimit =
  'Both keep the processors busy. Of the processor time of a run, two thirds are the activity worker that fetches, parses and builds statements on one thread, a fifth is the item server, a tenth Postgres, and three hundredths are Temporal and the workflow worker; what is left to the loop is the moment in which batches end together and others begin.';
const fastestLimit =
  'The fastest script leaves out the deadline of each request, the cap of its size, and the check of each row against its columns.';
const againLimit =
  'The source is asked for every item again, which is most of either time: what the store alone takes is among the figures of the loader.';
