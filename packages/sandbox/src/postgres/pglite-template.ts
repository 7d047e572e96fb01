import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { PGlite } from '@electric-sql/pglite';

/**
 * Makes `dataDir`, where it is missing or empty, a copy of an empty database that is made once and kept in `cache`:
 * initialising one takes five seconds of the processor, copying it a quarter. A cache that cannot be written to is done
 * without.
 */
export async function prepareDataDir(dataDir: string, cache: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  if ((await readdir(dataDir)).length > 0) return;
  const template = await findTemplate(cache).catch(() => undefined);
  if (template === undefined) return;
  // Whole or not at all, whenever it is killed.
  const draft = `${dataDir}.${randomUUID()}`;
  try {
    await cp(template, draft, { recursive: true });
    await rename(draft, dataDir);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function findTemplate(cache: string): Promise<string> {
  const template = join(cache, `pglite-${await readVersion()}`);
  if (existsSync(template)) return template;
  const draft = `${template}.${randomUUID()}`;
  await mkdir(dirname(draft), { recursive: true });
  try {
    const database = await PGlite.create(draft);
    await database.close();
    await rename(draft, template).catch((error: unknown) => {
      // Another process was first.
      if (!existsSync(template)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return template;
}

async function readVersion(): Promise<string> {
  const manifest = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'));
  return (JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version;
}
