import { hammer, openWorker, type SpawnOptions } from './budget-rig.ts';

const { databaseUrl, url, budget, concurrency } = JSON.parse(process.argv[2]!) as SpawnOptions;
const { http } = await openWorker(databaseUrl, { [new URL(url).origin]: budget });
process.send!(performance.timeOrigin + performance.now());
await hammer(http, { url, concurrency, signal: AbortSignal.timeout(60_000) });
