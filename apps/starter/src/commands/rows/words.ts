import { randomUUID } from 'node:crypto';
import { access, constants, lstat, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import type { RunWords } from '@headrace/client';
import { findTextField, wordsRequest, type WordsRequest } from '@headrace/contracts';
import type { Command, OptionValues } from 'commander';

import type { CommandContext } from '../../context.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { findContract } from '../../flags/arguments.ts';
import { addFlags, readFlags, type Flag } from '../../flags/flag.ts';
import { plural } from '../../output/numbers.ts';
import { toJson } from '../../output/text.ts';
import { toWordList } from '../../output/words.ts';

const flagNames: Readonly<Record<keyof WordsRequest, string>> = {
  column: '--column',
  limit: '--top',
  language: '--language',
  minimumLength: '--min-length',
};

const flags: readonly Flag[] = [
  { name: flagNames.column, field: wordsRequest.column, shownDefault: 'title, or else the first' },
  { name: flagNames.limit, field: wordsRequest.limit },
  { name: flagNames.language, field: wordsRequest.language },
  { name: flagNames.minimumLength, field: wordsRequest.minimumLength },
  {
    name: '--seed',
    field: { type: 'integer', minimum: 0, default: 1, description: 'another arrangement of the word cloud' },
  },
];

export function addWords(program: Command, { terminal, pipelines, connect }: CommandContext): void {
  const command = program
    .command('words')
    .description('Counts the words of a text column over the rows that a run has landed')
    .argument('<pipeline>', 'pipeline whose dataset to read')
    .option('--run <id>', 'rows of this run (default the latest that has concluded)')
    .option('--svg <file>', 'write a word cloud to this file, too');
  addFlags(command, flags)
    .option('--json', 'print one JSON document')
    .action(async (name: string, given: OptionValues) => {
      const contract = findContract(pipelines, name);
      const { seed, options } = readOptions(given);
      const { problem } = findTextField(contract.dataset, options.column);
      if (problem !== undefined) throw new UsageError(`--column: ${problem}`);
      const { run, svg } = given as { run?: string; svg?: string };
      if (svg !== undefined) await assertWritable(svg);
      const headrace = await connect();
      const counted = await headrace.words(contract, {
        ...options,
        ...(run !== undefined && { runId: run }),
      });
      if (svg !== undefined) await writeWhole(svg, await drawCloud(counted, seed));
      if (given['json']) return terminal.print(toJson(counted));
      const { words } = counted;
      if (words.length > 0) terminal.print(toWordList(words, { limit: words.length, width: terminal.width }));
      terminal.say(`${plural(words.length, 'word')} of ${describe(counted)}`);
      if (svg !== undefined) terminal.say(`a word cloud of them is in ${svg}`);
    });
}

interface Options {
  readonly seed: number;
  readonly options: Partial<WordsRequest>;
}

function readOptions(given: OptionValues): Options {
  const { '--seed': seed = 1, ...values } = readFlags(flags, given) as { '--seed'?: number };
  const named = new Map(Object.entries(values));
  const options = Object.entries(flagNames).flatMap(([field, name]) =>
    named.has(name) ? [[field, named.get(name)]] : [],
  );
  return { seed, options: Object.fromEntries(options) as Partial<WordsRequest> };
}

/** Loaded for those alone who ask for a picture. */
async function drawCloud(counted: RunWords, seed: number): Promise<string> {
  const { toWordCloud } = await import('../../output/word-cloud/word-cloud.ts');
  return toWordCloud(counted.words, { title: `The most frequent words of ${describe(counted)}`, seed });
}

function describe({ dataset, column: name, runId }: RunWords): string {
  return `${dataset}.${name}, run ${runId}`;
}

/** Refuses a file that cannot be written, before there is something to write. Throws `UsageError`. */
export async function assertWritable(file: string): Promise<void> {
  const folder = dirname(resolve(file));
  const there = await stat(folder).catch(() => undefined);
  if (there === undefined) throw refuse(file, `there is no folder ${folder}`);
  if (!there.isDirectory()) throw refuse(file, `${folder} is no folder`);
  // A link is not followed: /dev/stdout is one, and what it leads to is not to be replaced.
  const present = await lstat(file).catch(() => undefined);
  if (present?.isFile() === false) throw refuse(file, 'there is something that is no plain file');
  await access(folder, constants.W_OK).catch(() => {
    throw refuse(file, `the folder ${folder} cannot be written to`);
  });
}

/** Writes the whole file or nothing of it. Throws `UsageError`. */
export async function writeWhole(file: string, content: string): Promise<void> {
  await assertWritable(file);
  const draft = `${resolve(file)}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, content, { flag: 'wx' });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw refuse(file, error instanceof Error ? error.message : String(error));
  }
}

function refuse(file: string, reason: string): UsageError {
  return new UsageError(`cannot write ${file}: ${reason}`);
}
