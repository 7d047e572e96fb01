import { expect, test } from 'vitest';

import { findCacheFolder } from './cache-folder.ts';

test.each([
  { env: { HEADRACE_CACHE: '/c', XDG_CACHE_HOME: '/x' }, platform: 'linux', folder: '/c' },
  { env: { XDG_CACHE_HOME: '/x' }, platform: 'linux', folder: '/x/headrace' },
  { env: {}, platform: 'linux', folder: '/home/.cache/headrace' },
  { env: {}, platform: 'darwin', folder: '/home/Library/Caches/headrace' },
] as const)('the cache of $env on $platform is $folder', ({ env, platform, folder }) => {
  expect(findCacheFolder(env, platform, '/home')).toBe(folder);
});
