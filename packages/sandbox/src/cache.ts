import type { Stats } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

import { findCacheFolder, findCompileCache } from '@headrace/runtime/cache';

/**
 * Sets the caches of compiled code. A process neither strips types nor compiles again, which saves a quarter
 * of its start and 30 MiB. A workflow worker does not bundle again, which saves half of its start.
 */
export function withCaches(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    HEADRACE_BUNDLE_CACHE: join(findCacheFolder(env), 'bundles'),
    ...env,
    NODE_COMPILE_CACHE: findCompileCache(env),
  };
}

const day = 24 * 60 * 60 * 1_000;

/** Entries that nobody used for so long are pruned, ms. */
const maxAge = 30 * day;
/** A file that was written so recently is never pruned, whatever the size of its folder, ms. */
const minAge = 60 * 60 * 1_000;
/** Folders of files: what is ours in them, and bytes at most, some six times what one checkout and one Node need. */
const folders = [
  { name: 'compiled', ours: /^v\d.*[\\/]/, maxSize: 400 * 2 ** 20 },
  { name: 'bundles', ours: /^workflows-/, maxSize: 100 * 2 ** 20 },
] as const;
/** Server programs and empty databases, a folder a version; the one that was used last always stays. */
const versioned = /^(temporal|temporal-test-server|pglite)-\d/;

/** Notes that a version is in use: pruning goes by the time of its folder. */
export async function markUsed(path: string): Promise<void> {
  const now = new Date();
  // A cache that this user may only read is not this user's to prune.
  await utimes(path, now, now).catch(() => {});
}

/**
 * Keeps the cache from growing for ever, once a day: removes what was not used for 30 days, and the longest unused where
 * a folder is too large. Other processes may use the cache meanwhile: what goes is made again when it is needed.
 */
export async function pruneCache(cache: string): Promise<void> {
  if (!(await takeTurn(cache))) return;
  await removeAbandoned(cache);
  for (const folder of folders) await pruneFiles(cache, folder);
  await pruneVersions(cache);
}

/** Whether nobody has pruned the cache today. */
async function takeTurn(cache: string): Promise<boolean> {
  await mkdir(cache, { recursive: true });
  const mark = join(cache, 'pruned');
  const last = await stat(mark).catch(() => undefined);
  if (last && Date.now() - last.mtimeMs < day) return false;
  await (await open(mark, 'a')).close();
  await markUsed(mark);
  return true;
}

interface CachedFile {
  readonly path: string;
  readonly size: number;
  /** ms since 1970. */
  readonly usedAt: number;
}

async function pruneFiles(cache: string, { name, ours, maxSize }: (typeof folders)[number]): Promise<void> {
  const files = await listFiles(join(cache, name), ours);
  let size = files.reduce((sum, file) => sum + file.size, 0);
  for (const file of files.toSorted((one, other) => one.usedAt - other.usedAt)) {
    const age = Date.now() - file.usedAt;
    if (age < minAge || (age < maxAge && size <= maxSize)) break;
    await rm(file.path, { force: true });
    size -= file.size;
  }
}

async function listFiles(folder: string, ours: RegExp): Promise<CachedFile[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const listed = names
    .filter((name) => ours.test(name))
    .map(async (name) => {
      const path = join(folder, name);
      const stats = await stat(path).catch(() => undefined);
      return stats?.isFile() ? [{ path, size: stats.size, usedAt: usedAt(stats) }] : [];
    });
  return (await Promise.all(listed)).flat();
}

/** Reading is seen where the file system notes it, within a day; writing always. */
function usedAt({ atimeMs, mtimeMs }: Stats): number {
  return Math.max(atimeMs, mtimeMs);
}

async function pruneVersions(cache: string): Promise<void> {
  const newest = new Set<string>();
  for (const { name, path, age } of await listVersions(cache)) {
    const [, program = name] = versioned.exec(name) ?? [];
    if (!newest.has(program) || age < maxAge) newest.add(program);
    else await removeWhole(path);
  }
}

interface CachedVersion {
  readonly name: string;
  readonly path: string;
  /** ms since its last use. */
  readonly age: number;
}

/** Used last first. */
async function listVersions(cache: string): Promise<CachedVersion[]> {
  const names = (await readdir(cache)).filter((name) => versioned.test(name) && !name.includes('.part-'));
  const listed = names.map(async (name) => {
    const path = join(cache, name);
    const stats = await stat(path).catch(() => undefined);
    return stats ? [{ name, path, age: Date.now() - stats.mtimeMs }] : [];
  });
  return (await Promise.all(listed)).flat().toSorted((one, other) => one.age - other.age);
}

/** No other process ever sees a part of it. */
async function removeWhole(path: string): Promise<void> {
  const part = `${path}.part-pruned-${process.pid}`;
  await rename(path, part).catch(() => {});
  await rm(part, { recursive: true, force: true });
}

/** Removes what kills have left half done in the cache: what has `.part-` in its name and is an hour old. */
export async function removeAbandoned(cache: string): Promise<void> {
  for (const entry of await readdir(cache)) {
    if (!entry.includes('.part-')) continue;
    const part = join(cache, entry);
    const made = await stat(part).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > minAge) await rm(part, { recursive: true, force: true });
  }
}
