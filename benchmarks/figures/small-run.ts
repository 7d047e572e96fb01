import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createHeadraceClient } from '@headrace/client';
import { hackerNews } from '@headrace/contracts';
import { measureHistory, startSandbox, type HistoryFigures } from '@headrace/sandbox';
import { Client, Connection } from '@temporalio/client';

import { runPlainScript } from '../references/plain-script.ts';
import { timed } from '../timed.ts';

export interface SmallRunFigures {
  /** Items of one run. */
  readonly limit: number;
  /** ms, a round each. */
  readonly times: readonly { readonly plain: number; readonly headrace: number }[];
  readonly history: HistoryFigures;
}

const rounds = 5;
const limit = 500;

/** One run of `hacker-news`, start to result, beside the same requests and rows in a plain script. */
export async function measureSmallRun(say: (line: string) => void): Promise<SmallRunFigures> {
  const home = await mkdtemp(join(tmpdir(), 'headrace-bench-'));
  const sandbox = await startSandbox({ home, source: 'sample', say });
  const connection = await Connection.connect({ address: sandbox.addresses.temporal });
  try {
    const temporal = new Client({ connection });
    const client = createHeadraceClient({ client: temporal });
    const { source, postgres: databaseUrl } = sandbox.addresses;
    const { concurrency } = hackerNews.batch;
    const times: { plain: number; headrace: number }[] = [];
    // The first round warms both up and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      const plain = await timed(() => runPlainScript({ source, databaseUrl, limit, concurrency }));
      const headrace = await timed(async () => {
        await client.start(hackerNews, { id: `bench-${round}`, input: { limit } });
        await client.result(`bench-${round}`);
      });
      if (round > 0) times.push({ plain, headrace });
      say(`round ${round}: plain script ${plain.toFixed()} ms, Headrace ${headrace.toFixed()} ms`);
    }
    return { limit, times, history: await measureHistory(temporal, `bench-${rounds}`) };
  } finally {
    await connection.close();
    await sandbox.stop();
    await rm(home, { recursive: true, force: true });
  }
}
