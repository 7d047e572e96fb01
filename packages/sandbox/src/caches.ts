import { join } from 'node:path';

import { findCacheFolder } from './cache-folder.ts';

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
