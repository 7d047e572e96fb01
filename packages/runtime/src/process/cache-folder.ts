import { homedir } from 'node:os';
import { join } from 'node:path';

import type { Environment } from '../settings/load-settings.ts';

/**
 * Where downloaded server programs, compiled and bundled code, and an empty database are kept: `HEADRACE_CACHE`, else
 * `headrace` in the user's cache folder (`XDG_CACHE_HOME`, `~/Library/Caches` on macOS, `~/.cache`).
 */
export function findCacheFolder(
  env: Environment,
  platform: NodeJS.Platform = process.platform,
  userFolder: string = homedir(),
): string {
  if (env['HEADRACE_CACHE']) return env['HEADRACE_CACHE'];
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'headrace');
  if (platform === 'darwin') return join(userFolder, 'Library', 'Caches', 'headrace');
  return join(userFolder, '.cache', 'headrace');
}

/** Where Node keeps stripped and compiled code: `NODE_COMPILE_CACHE`, else a folder of the cache. */
export function findCompileCache(env: Environment): string {
  return env['NODE_COMPILE_CACHE'] || join(findCacheFolder(env), 'compiled');
}
