import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripTypeScriptTypes } from 'node:module';

import { pipelines, type AnyPipelineContract } from '@headrace/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { root } from '../read-workspace.ts';
import { compileBlocks } from './compile-blocks.ts';
import { findCommandProblem, parseCommands, type CheckOptions } from './parse-commands.ts';
import { parseBlocks, readBlocks } from './read-blocks.ts';

const blocks = readBlocks(root);
const code = blocks.filter(({ language }) => language === 'ts');
const commands = blocks.filter(({ language }) => language === 'sh').flatMap(parseCommands);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'headrace-docs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the TypeScript of the documents', () => {
  test(
    'compiles, and a block broken on purpose is named by page and line',
    { timeout: 120_000 },
    async () => {
      const text =
        'Text.\n\n```ts\nimport { hackerNews } from "@headrace/contracts";\n\nhackerNews.nmae;\n```\n';
      const broken = parseBlocks('docs/broken.md', text);
      expect(await compileBlocks(root, folder, [...code, ...broken])).toEqual([
        expect.stringMatching(/^docs\/broken\.md:6: error TS2339: Property 'nmae' does not exist/),
      ]);
    },
  );
});

/** Pages show refusals too: `--first 0` is one. */
function refusedOnPurpose(words: readonly string[]): unknown {
  return words.join(' ').includes('--first 0') ? expect.stringContaining('--first: 0 is not') : undefined;
}

describe('the commands of the documents', () => {
  let options: CheckOptions;

  beforeAll(async () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as CheckOptions;
    const xkcd = code.find(({ file }) => file?.endsWith('contracts/src/pipelines/xkcd.ts'));
    const url = `data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(xkcd?.code ?? ''))}`;
    const documented = (await import(/* @vite-ignore */ url)) as { xkcd: AnyPipelineContract };
    options = { root, scripts, pipelines: [...pipelines, documented.xkcd] };
  });

  test.each(
    commands.map(
      (command) => [`${command.page}:${command.line} ${command.words.join(' ')}`, command] as const,
    ),
  )('%s', async (_name, command) => {
    expect(await findCommandProblem(command, options)).toEqual(refusedOnPurpose(command.words));
  });

  test.each([
    ['pnpm headrace run hacker-news --limt 3', /unknown option '--limt'/],
    ['pnpm headrace rnu hacker-news', /unknown command 'rnu'/],
    ['pnpm headrace run hacker-news --limit 0', /--limit: 0/],
    ['pnpm strat', /no script strat/],
    ['pnpm exec node packages/nowhere.ts', /no file packages\/nowhere\.ts/],
  ])('%s would be found', async (line, problem) => {
    const [command] = parseCommands({
      page: 'docs/broken.md',
      line: 1,
      language: 'sh',
      code: line,
      file: undefined,
    });
    expect(await findCommandProblem(command!, options)).toMatch(problem);
  });
});
