import { readdir, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where downloaded server programs, what is compiled and bundled, and an empty database are kept: `HEADRACE_CACHE`,
 * else `headrace` in the user's cache folder (`XDG_CACHE_HOME`, `~/Library/Caches` on macOS, `~/.cache`).
 */
export function findCacheFolder(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (env['HEADRACE_CACHE']) return env['HEADRACE_CACHE'];
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'headrace');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'headrace');
  return join(home, '.cache', 'headrace');
}

/** Where Node keeps what it has stripped and compiled. */
export function findCompileCache(env: NodeJS.ProcessEnv): string {
  return join(findCacheFolder(env), 'compiled');
}

/**
 * An environment in which a process that was started before neither strips its types again nor compiles, a quarter of
 * its start and 30 MiB, and a workflow worker does not bundle again, half of its start.
 */
export function withCaches(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    NODE_COMPILE_CACHE: findCompileCache(env),
    HEADRACE_BUNDLE_CACHE: join(findCacheFolder(env), 'bundles'),
    ...env,
  };
}

const abandonedAfterMs = 60 * 60 * 1000;

/** Removes what kills have left half done in the cache: what has `.part-` in its name and is an hour old. */
export async function removeAbandoned(cache: string): Promise<void> {
  for (const entry of await readdir(cache)) {
    if (!entry.includes('.part-')) continue;
    const part = join(cache, entry);
    const made = await stat(part).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - made > abandonedAfterMs) await rm(part, { recursive: true, force: true });
  }
}
