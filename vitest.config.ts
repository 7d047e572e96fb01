import { defineConfig } from 'vitest/config';

const slow = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    // Most tests wait, for servers and timeouts, most of their time.
    maxWorkers: 4,
    projects: [
      { test: { name: 'unit', include: ['{packages,apps}/*/src/**/*.test.ts', 'tests/unit/**/*.test.ts'] } },
      { test: { name: 'workflow', include: ['tests/workflow/**/*.test.ts'], ...slow } },
      { test: { name: 'integration', include: ['tests/integration/**/*.test.ts'], ...slow } },
      { test: { name: 'e2e', include: ['tests/e2e/**/*.test.ts'], ...slow } },
    ],
  },
});
