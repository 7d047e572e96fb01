import { execFile } from 'node:child_process';
import { access, constants, readdir, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { installContracts, type Consumer } from '../support/packed-contracts.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const tsc = join(root, 'node_modules', '.bin', 'tsc');

let consumer: Consumer;

beforeAll(async () => {
  consumer = await installContracts();
});
afterAll(() => consumer?.[Symbol.asyncDispose]());

test('the package has no dependencies, and holds what is built and nothing else', async () => {
  const manifest = JSON.parse(await readFile(join(consumer.installed, 'package.json'), 'utf8')) as object;
  expect(manifest).toMatchObject({
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
  });
  expect(Object.keys(manifest)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(peerD|optionalD|d)ependencies$/)]),
  );
  const packages = await readdir(join(consumer.folder, 'node_modules'));
  expect(packages.filter((name) => !name.startsWith('.'))).toEqual(['@headrace']);
  const files = await readdir(consumer.installed, { recursive: true, withFileTypes: true });
  const names = files.filter((file) => file.isFile()).map(({ name }) => name);
  expect(
    names.filter((name) => !/^(package\.json|LICENSE|README\.md|index\.js|[\w-]+\.d\.ts)$/.test(name)),
  ).toEqual([]);
});

const consumerCode = `
import { findPipeline, hackerNews, taskQueues, validateInput, type InputOf, type ResultOf, type WorkflowOf } from '@headrace/contracts';

type Start = <T extends (...args: any[]) => Promise<unknown>>(type: string, options: { args: Parameters<T> }) => ReturnType<T>;
declare const start: Start;

export const input: Partial<InputOf<typeof hackerNews>> = { feed: 'best', limit: 20 };
export const queue: 'headrace-workflows' = taskQueues.workflows;
export const problems: readonly string[] | undefined = validateInput(hackerNews.input, input).problems?.map((problem) => problem.message);
export const title: string | undefined = findPipeline('hacker-news')?.title;

export async function read(): Promise<string[]> {
  const result: ResultOf<typeof hackerNews> = await start<WorkflowOf<typeof hackerNews>>(hackerNews.workflow, { args: [{ input }] });
  return result.rows.map((story) => story.title);
}

// @ts-expect-error there is no such feed
start<WorkflowOf<typeof hackerNews>>(hackerNews.workflow, { args: [{ input: { feed: 'worst' } }] });
// @ts-expect-error a row has no such field
export const missing = (result: ResultOf<typeof hackerNews>): unknown => result.rows[0]?.votes;
`;

test.each([
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
])('a consumer with module %s and moduleResolution %s type-checks', async (module, moduleResolution) => {
  await consumer.write('consumer.ts', consumerCode);
  const config = await consumer.write(
    `tsconfig.${moduleResolution}.json`,
    JSON.stringify({
      compilerOptions: { module, moduleResolution, target: 'es2022', strict: true, noEmit: true, types: [] },
      files: ['consumer.ts'],
    }),
  );
  const { stdout } = await run(tsc, ['--project', config]).catch((error: { stdout: string }) => error);
  expect(stdout).toBe('');
});

test("the machine's own Node runs the built package", async (context) => {
  const node = await findOwnNode();
  if (!node) return context.skip('no Node of the machine itself on PATH');
  const { stdout: version } = await run(node, ['--version']);
  if (Number.parseInt(version.slice(1), 10) < 20)
    return context.skip(`the machine's own Node is ${version.trim()}`);
  const script = await consumer.write(
    'consumer.mjs',
    `import { hackerNews, validateInput } from '@headrace/contracts';
     console.log(JSON.stringify(validateInput(hackerNews.input, { limit: 3 })));`,
  );
  const { stdout } = await run(node, [script]);
  expect(JSON.parse(stdout)).toEqual({ input: { feed: 'top', limit: 3 } });
});

/** The first Node on PATH that no package brought. */
async function findOwnNode(): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const folder of folders.filter((place) => place !== '' && !place.includes('node_modules'))) {
    const node = join(folder, 'node');
    const isThere = await access(node, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return node;
  }
  return undefined;
}
