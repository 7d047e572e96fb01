import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { atMost, type Benchmark, type Figure } from '../figure.ts';
import { readMemory } from '../rig/process-memory.ts';
import { startRig, type Rig } from '../rig/start-rig.ts';
import { timed } from '../rig/timed.ts';
import { writeBundle } from '../rig/write-bundle.ts';

const few = 10_000;
const many = 1_000_000;
/** MiB of old space, five times what is held; a heap without a near bound is collected when it is full. */
const heap = 128;

/** Memory of the processes as Linux counts it: idle, and at most over a run of few and of many items. */
export const memory: Benchmark = {
  name: 'memory',
  title: `memory of each process, its heap bound to ${heap} MiB; ${few} and ${many} items`,
  async measure(say) {
    await using open = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'headrace-bench-'));
    open.defer(() => rm(folder, { recursive: true, force: true }));
    const env = {
      HEADRACE_WORKFLOW_BUNDLE: await writeBundle(folder),
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      NODE_OPTIONS: `--max-old-space-size=${heap}`,
    };
    const rig = open.use(await startRig(say, { env }));
    const idle = await measureIdle(rig, env);
    const atFew = await measurePeaks(rig, few);
    let atMany: Peaks | undefined;
    const ms = await timed(async () => {
      atMany = await measurePeaks(rig, many);
    });
    say(`  ${many} items in ${(ms / 1_000).toFixed()} s`);
    return [
      ...idle,
      ...peakFigures(atFew, atMany!),
      { what: `time of ${many} items`, measured: `${(ms / 1_000).toFixed()} s` },
    ];
  },
};

/** Each as it is once it has been started before: what compiling the sources takes is not part of it when deployed. */
async function measureIdle(rig: Rig, env: NodeJS.ProcessEnv): Promise<Figure[]> {
  const { processes } = rig.sandbox;
  const workers = ['workflow-worker', 'activity-worker'].map((name) => processes.get(name));
  for (const worker of workers) {
    await worker.stop();
    await worker.start();
  }
  await endCombined(await startCombined(rig, env));
  const combined = await startCombined(rig, env);
  // For what a start leaves behind to be given back.
  await sleep(5_000);
  const [workflows, activities, both] = await Promise.all(
    [...workers, combined].map(async ({ pid }) => (await readMemory(pid)).now),
  );
  await endCombined(combined);
  return [
    { what: 'idle workflow worker', measured: `${workflows!.toFixed()} MiB` },
    atMost('idle activity worker over one process with both workers', activities! / both!, {
      goal: 0.75,
      of: `${activities!.toFixed()} over ${both!.toFixed()} MiB`,
      limit: 'What both workers load alike, the SDK with its native core and Node itself, is most of either.',
    }),
  ];
}

async function startCombined(rig: Rig, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('../rig/combined-worker.ts', import.meta.url));
  const given = [rig.sandbox.addresses.temporal, rig.databaseUrl, rig.items.url];
  const combined = fork(file, given, { env: { ...process.env, ...env }, execArgv: [] });
  await once(combined, 'message');
  return combined;
}

async function endCombined(combined: ChildProcess): Promise<void> {
  const ended = once(combined, 'exit');
  combined.disconnect();
  await ended;
}

type Peaks = Readonly<Record<'activity worker' | 'workflow worker' | '`headrace run`', number>>;

/** Lands the items by the command, and reads the peaks of all that took part, MiB. */
async function measurePeaks({ sandbox }: Rig, items: number): Promise<Peaks> {
  const main = fileURLToPath(new URL('../../apps/starter/src/main.ts', import.meta.url));
  const args = ['run', 'hacker-news-archive', '--from', '1', '--to', String(items)];
  const command = spawn(process.execPath, [main, ...args], {
    env: sandbox.env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(command, 'exit') as Promise<[number | null]>;
  let starter = 0;
  while (command.exitCode === null && command.signalCode === null) {
    starter = await readMemory(command.pid).then(
      ({ peak }) => peak,
      () => starter,
    );
    await sleep(50);
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`headrace ${args.join(' ')} ended with ${code}`);
  const [activities, workflows] = await Promise.all([
    readMemory(sandbox.processes.get('activity-worker').pid),
    readMemory(sandbox.processes.get('workflow-worker').pid),
  ]);
  return { 'activity worker': activities.peak, 'workflow worker': workflows.peak, '`headrace run`': starter };
}

function peakFigures(atFew: Peaks, atMany: Peaks): Figure[] {
  return (Object.keys(atFew) as (keyof Peaks)[]).map((process) =>
    atMost(`peak of the ${process} at ${many} items over ${few}`, atMany[process] / atFew[process], {
      goal: 1.2,
      of: `${atMany[process].toFixed()} over ${atFew[process].toFixed()} MiB`,
      limit:
        '10,000 items are one batch of the archive; of 1,000,000, four are in flight, each with its chunks. Beyond that it does not grow: a heap is collected when it is near its bound, so that peaks tell of garbage as well as of what is held.',
    }),
  );
}
