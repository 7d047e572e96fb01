import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { defineConfig } from 'tsup';

import { bundleWorkflows } from './src/bundle-workflows.ts';

// Workspace packages go into the bundle; everything else stays outside, and the manifest's `dependencies` name it.
const config: ReturnType<typeof defineConfig> = defineConfig(({ outDir = 'dist' }) => ({
  entry: ['src/main.ts'],
  format: 'esm',
  platform: 'node',
  target: 'node24',
  clean: true,
  noExternal: [/^@headrace\//],
  skipNodeModulesBundle: true,
  onSuccess: async () => {
    const { code } = await bundleWorkflows();
    await writeFile(join(outDir, 'workflow-bundle.js'), code);
  },
}));

export default config;
