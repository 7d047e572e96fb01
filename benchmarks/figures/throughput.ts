import { hackerNewsArchive } from '@headrace/contracts';
import { measureHistory } from '@headrace/sandbox';

import { runFastestScript } from '../references/fastest-script.ts';
import { runPlainLoop } from '../references/plain-loop.ts';
import { startRig } from '../rig/start-rig.ts';
import { timed } from '../timed.ts';

export interface ThroughputFigures {
  readonly engine: 'Postgres' | 'PGlite';
  readonly items: number;
  /** ms, a round each; `again` is the second identical run. */
  readonly times: readonly {
    readonly loop: number;
    readonly fastest: number;
    readonly headrace: number;
    readonly again: number;
  }[];
  readonly events: number;
  readonly bytes: number;
  /** Rows that the second identical run rewrote. */
  readonly rewritten: number;
}

const rounds = 3;
const items = 100_000;

/** A large run, start to result, beside the same loop and the fastest one in plain scripts. */
export async function measureThroughput(say: (line: string) => void): Promise<ThroughputFigures> {
  await using rig = await startRig(say);
  const { chunk, concurrency, parallel } = hackerNewsArchive.batch;
  const plain = {
    source: rig.items.url,
    databaseUrl: rig.databaseUrl,
    items,
    chunk,
    concurrency: concurrency * parallel,
  };
  const times: ThroughputFigures['times'][number][] = [];
  let runId = '';
  let rewritten = 0;
  await rig.land(10_000);
  for (let round = 1; round <= rounds; round += 1) {
    await rig.sql.query('truncate hacker_news_items');
    const loop = await timed(() => runPlainLoop(plain));
    const fastest = await timed(() => runFastestScript(plain));
    const headrace = await timed(() => rig.land(items));
    runId = await rig.start(items);
    const again = await timed(() => rig.client.result(runId));
    const { rows } = await rig.sql.query(
      'select count(*)::int as rows from hacker_news_items where _run = $1',
      [runId],
    );
    rewritten += (rows[0] as { rows: number }).rows;
    times.push({ loop, fastest, headrace, again });
    say(
      `round ${round}: same loop ${toRate(loop)}, fastest ${toRate(fastest)}, Headrace ${toRate(headrace)}, again ${toRate(again)} items/s`,
    );
  }
  const { events, bytes } = await measureHistory(rig.temporal, runId);
  return { engine: rig.engine, items, times, events, bytes, rewritten };
}

function toRate(ms: number): string {
  return ((items / ms) * 1_000).toFixed();
}
