import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { quarantineReasons, retryableErrors, terminalErrors } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { referenceFolder, renderPages } from '../../scripts/docs/pages.ts';

const pages = renderPages();

test.each([...pages])('docs/reference/%s says what the code says', (name, text) => {
  const written = readFileSync(new URL(name, referenceFolder), 'utf8');
  expect(written, `docs/reference/${name} is out of date; mend it with: pnpm run docs`).toBe(text);
});

test.each([...Object.values(terminalErrors), ...Object.values(retryableErrors), ...quarantineReasons])(
  'the reference of errors names %s',
  (type) => {
    expect(pages.get('errors.md')).toContain(`\`${type}\``);
  },
);

test('the reference of settings names every variable that the sandbox and the command read', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const sources = globSync('{packages/sandbox,apps/starter}/src/**/*.ts', { cwd: root })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(`${root}${file}`, 'utf8'));
  const variables = sources.flatMap((source) =>
    [...source.matchAll(/env\['([A-Z_]+)'\]/g)].map(([, name]) => name),
  );
  const named = [...new Set(variables)].filter((name) => name !== 'PATH');
  expect(named).toContain('HEADRACE_HOME');
  expect(named.filter((name) => !pages.get('configuration.md')?.includes(`\`${name}\``))).toEqual([]);
});
