import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { quarantineReasons, retryableErrors, terminalErrors } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { referenceFolder, renderPages } from '../../scripts/docs/pages.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
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

test.each(['headrace run <pipeline>', 'headrace backfill create <pipeline>'])(
  'the reference of %s has every flag that pipelines share once, and those of each pipeline',
  (call) => {
    const section = pages
      .get('cli.md')
      ?.split(/^## /m)
      .find((text) => text.startsWith(`\`${call}\``));
    expect(section?.match(/^\| `--chunk-size /gm)).toHaveLength(1);
    expect(section).toMatch(/^\| `discourse-topics` \| `--pages /m);
    expect(section).not.toMatch(/^\| `hacker-news` \| `--parallel /m);
  },
);

test('the reference of settings names every variable that the sandbox and the command read', () => {
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

test('the reference of the store has every control table, with its columns and no others', () => {
  const source = new URL('../../packages/activities/src/store/tables.ts', import.meta.url);
  const tables = readFileSync(source, 'utf8');
  const inCode = Object.fromEntries(
    [...tables.matchAll(/^ {2}'(headrace\.\w+)': (\w+);$/gm)].map(([, table = '', type = '']) => {
      const [, body = ''] = new RegExp(`^interface ${type} \\{\n(.*?)^\\}`, 'ms').exec(tables) ?? [];
      return [table, [...body.matchAll(/^ {2}(\w+)\??: /gm)].map(([, column]) => column).toSorted()];
    }),
  );
  const page = readFileSync(new URL('store.md', referenceFolder), 'utf8');
  const onPage = Object.fromEntries(
    page.split(/^## /m).flatMap((section) => {
      const [, table] = /^`(headrace\.\w+)`/.exec(section) ?? [];
      if (table === undefined) return [];
      const names = [...section.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(([, cell = '']) =>
        cell.split(', '),
      );
      return [[table, names.map((name) => name.replaceAll('`', '')).toSorted()]];
    }),
  );
  expect(Object.keys(inCode).length).toBeGreaterThan(7);
  expect(onPage).toEqual(inCode);
});

test('every link of the documents leads to a file', () => {
  const pagesWithLinks = globSync('{*.md,docs/**/*.md}', { cwd: root });
  const broken = pagesWithLinks.flatMap((file) => {
    const links = [...readFileSync(`${root}${file}`, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)];
    return links
      .map(([, link = '']) => link)
      .filter((link) => !existsSync(new URL(link, pathToFileURL(`${root}${file}`))))
      .map((link) => `${file}: ${link}`);
  });
  expect(pagesWithLinks).toContain('docs/tutorial/first-run.md');
  expect(broken).toEqual([]);
});
