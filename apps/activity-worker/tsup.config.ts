import { defineConfig } from 'tsup';

// Workspace packages go into the bundle; everything else stays outside, and the manifest's `dependencies` name it.
const config: ReturnType<typeof defineConfig> = defineConfig({
  entry: ['src/main.ts'],
  format: 'esm',
  platform: 'node',
  target: 'node24',
  clean: true,
  noExternal: [/^@headrace\//],
  skipNodeModulesBundle: true,
});

export default config;
