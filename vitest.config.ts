import { defineConfig } from 'vitest/config';

import { withCaches } from './packages/sandbox/src/cache.ts';

// Every process that a test starts loads what an earlier one compiled and bundled.
const { NODE_COMPILE_CACHE = '', HEADRACE_BUNDLE_CACHE = '' } = withCaches(process.env);
const slow = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // The default, one second, is less than a busy machine keeps a process waiting.
  expect: { poll: { timeout: 60_000 } },
  env: { NODE_COMPILE_CACHE, HEADRACE_BUNDLE_CACHE },
};

/** Servers that the files of a run share. */
const globalSetup = ['tests/support/shared-servers.ts'];

export default defineConfig({
  test: {
    // Most tests wait, for servers and timeouts, most of their time.
    maxWorkers: 4,
    // A worker loads the SDK and our sources once, not once a file: half of the unit tests' processor time.
    isolate: false,
    projects: [
      { test: { name: 'unit', include: ['{packages,apps}/*/src/**/*.test.ts', 'tests/unit/**/*.test.ts'] } },
      { test: { name: 'workflow', include: ['tests/workflow/**/*.test.ts'], ...slow } },
      { test: { name: 'integration', include: ['tests/integration/**/*.test.ts'], globalSetup, ...slow } },
      { test: { name: 'e2e', include: ['tests/e2e/**/*.test.ts'], globalSetup, ...slow } },
    ],
  },
});
