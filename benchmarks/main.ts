import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createHeadraceClient } from '@headrace/client';
import { hackerNews } from '@headrace/contracts';
import { measureHistory, startSandbox, type HistoryFigures } from '@headrace/sandbox';
import { Client, Connection } from '@temporalio/client';

import { runPlainScript } from './references/plain-script.ts';
import { toReport } from './to-report.ts';

const rounds = 5;
const limit = 500;

const home = await mkdtemp(join(tmpdir(), 'headrace-bench-'));
const sandbox = await startSandbox({ home, source: 'sample', say: (line) => console.error(line) });
const connection = await Connection.connect({ address: sandbox.addresses.temporal });
try {
  const temporal = new Client({ connection });
  const client = createHeadraceClient({ client: temporal });
  const { source, postgres } = sandbox.addresses;
  const { concurrency } = hackerNews.batch;

  const times: { plain: number; headrace: number }[] = [];
  let history: HistoryFigures | undefined;
  // The first round warms both up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const plain = await timed(() => runPlainScript({ source, databaseUrl: postgres, limit, concurrency }));
    const runId = `bench-${round}`;
    const headrace = await timed(async () => {
      await client.start(hackerNews, { id: runId, input: { limit } });
      await client.result(runId);
    });
    if (round > 0) times.push({ plain, headrace });
    history = await measureHistory(temporal, runId);
    console.error(`round ${round}: plain script ${plain.toFixed()} ms, Headrace ${headrace.toFixed()} ms`);
  }
  const report = toReport({ times, limit, ...history! });
  console.log(report);
  await writeFile(new URL('../docs/benchmarks.md', import.meta.url), report);
} finally {
  await connection.close();
  await sandbox.stop();
  await rm(home, { recursive: true, force: true });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}
