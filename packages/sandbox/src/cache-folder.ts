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
