import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { PGlite } from '@electric-sql/pglite';

import { markUsed, removeAbandoned } from '../cache.ts';

const sync = Uint8Array.of(0x53, 0, 0, 0, 4);
/** Close, Bind, Describe, Execute, Flush and Parse: each opens a sequence that Sync ends. */
const sequenceMessages = new Set([...'CBDEHP'].map((letter) => letter.charCodeAt(0)));

/**
 * One PGlite for several connections. The socket server interleaves its connections' messages outside of transactions;
 * a Parse–Bind–Execute–Sync sequence must stay together too, since PGlite has only one unnamed statement.
 */
export class SharedPglite extends PGlite {
  #inSequence = false;

  /** The socket server asks this before it serves another connection. */
  override isInTransaction(): boolean {
    return this.#inSequence || super.isInTransaction();
  }

  override async execProtocolRawStream(...args: Parameters<PGlite['execProtocolRawStream']>): Promise<void> {
    await super.execProtocolRawStream(...args);
    this.#inSequence = sequenceMessages.has(args[0][0] ?? 0);
  }

  /** The socket server's `ROLLBACK` for a connection that is gone. */
  override async exec(...args: Parameters<PGlite['exec']>): ReturnType<PGlite['exec']> {
    if (this.#inSequence) {
      await super.execProtocolRaw(sync);
      this.#inSequence = false;
    }
    return super.exec(...args);
  }
}

/**
 * Makes `dataDir`, where it is missing or empty, a copy of an empty database that is made once and kept in `cache`:
 * initialising one takes five seconds of the processor, copying it a quarter. A cache that is of no use is done without.
 */
export async function prepareDataDir(dataDir: string, cache: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  if ((await readdir(dataDir)).length > 0) return;
  await copyTemplate(cache, dataDir).catch(() => {});
}

async function copyTemplate(cache: string, dataDir: string): Promise<void> {
  const template = await findTemplate(cache);
  await markUsed(template);
  // Whole or not at all; what a kill leaves of it, the next start removes.
  const part = `${dataDir}.part`;
  await rm(part, { recursive: true, force: true });
  try {
    await cp(template, part, { recursive: true });
    await rename(part, dataDir);
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

async function findTemplate(cache: string): Promise<string> {
  const template = join(cache, `pglite-${await readVersion()}`);
  if (existsSync(template)) return template;
  await mkdir(cache, { recursive: true });
  await removeAbandoned(cache);
  const part = await mkdtemp(`${template}.part-`);
  try {
    const ready = join(part, 'ready');
    const database = await PGlite.create(ready);
    await database.close();
    await rename(ready, template).catch((error: unknown) => {
      // Another process was first.
      if (!existsSync(template)) throw error;
    });
  } finally {
    await rm(part, { recursive: true, force: true });
  }
  return template;
}

async function readVersion(): Promise<string> {
  const manifest = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'));
  return (JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version;
}
