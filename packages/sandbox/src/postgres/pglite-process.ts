import { parseArgs } from 'node:util';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { findCacheFolder } from '@headrace/runtime/cache';

import { prepareDataDir, SharedPglite } from './pglite.ts';

/** The process behind `startPglite`: serves one database, sends its port to the parent, and ends with it. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { 'data-dir': { type: 'string' }, port: { type: 'string', default: '0' } },
  });
  const dataDir = values['data-dir'];
  if (dataDir !== undefined) await prepareDataDir(dataDir, findCacheFolder(process.env));
  const db = new SharedPglite(dataDir);
  await db.waitReady;
  const server = new PGLiteSocketServer({ db, port: Number(values.port), maxConnections: 200 });
  const listening = new Promise<number>((resolve) => {
    server.addEventListener('listening', (event) =>
      resolve((event as CustomEvent<{ port: number }>).detail.port),
    );
  });
  await server.start();
  const stop = async (): Promise<void> => {
    await server.stop();
    await db.close();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('disconnect', () => void stop());
  // Ctrl+C reaches the whole process group; when to stop is the parent's to say.
  process.on('SIGINT', () => {});
  process.send?.({ port: await listening });
}

await main();
