import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { AnyPipelineContract } from '@headrace/contracts';

import { createProgram } from '../../../apps/starter/src/program.ts';
import type { Block } from './read-blocks.ts';

export interface DocumentedCommand {
  readonly page: string;
  readonly line: number;
  readonly words: readonly string[];
}

/** The commands of shell blocks, without variables before them and what a pipe or redirection does with them. */
export function parseCommands({ page, line, code }: Block): DocumentedCommand[] {
  const [, name, first = ''] = /^for (\w+) in (\S+)/m.exec(code) ?? [];
  const filled = name === undefined ? code : code.replaceAll(`$${name}`, first);
  return [...filled.matchAll(/(?:\\\n|[^\n])+/g)].flatMap(({ 0: text, index }) => {
    const words = toWords(text.replaceAll('\\\n', ' '));
    const above = filled.slice(0, index).split('\n').length - 1;
    return words.length === 0 ? [] : [{ page, line: line + above, words }];
  });
}

function isEnd(word: string): boolean {
  return word.startsWith('#') || /^(?:[|&;]+|\d?>+.*)$/.test(word);
}

function toWords(text: string): string[] {
  const words = text.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  const end = words.findIndex(isEnd);
  const own = end === -1 ? words : words.slice(0, end);
  const begin = own.findIndex((word) => !/^(?:export|[A-Z_]+=.*|npx|-y|pnpm@[\d.]+|cd|\$)$/.test(word));
  return begin === -1 ? [] : own.slice(begin).map((word) => word.replaceAll(/^(['"])(.*)\1$/gs, '$2'));
}

export interface CheckOptions {
  readonly root: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly pipelines: readonly AnyPipelineContract[];
}

/** The problem of a documented command; `undefined` where it would do something. */
export async function findCommandProblem(
  { words }: DocumentedCommand,
  options: CheckOptions,
): Promise<string | undefined> {
  const [program, verb = '', ...rest] = words[0] === 'pnpm' ? words : ['', ...words];
  if (program === '' && verb !== 'headrace') return undefined;
  if (verb === 'headrace') return findUsageProblem(rest, options);
  if (verb === 'exec' && rest[0] === 'node') {
    const file = rest[1] ?? '';
    return existsSync(join(options.root, file)) ? undefined : `there is no file ${file}`;
  }
  const script = verb === 'run' ? (rest[0] ?? '') : verb;
  if (['install', 'exec', '--filter'].includes(script) || script in options.scripts) return undefined;
  return `package.json has no script ${script}`;
}

class Connected extends Error {}

const nothing = (): void => {};
/** Stands for the file that a reader is to write. */
const placeholders: Readonly<Record<string, string>> = { 'schedules.yaml': 'examples/schedules.yaml' };

/** Parses a command line with the program itself, up to the moment at which it would connect. */
async function findUsageProblem(
  args: readonly string[],
  { pipelines }: CheckOptions,
): Promise<string | undefined> {
  const program = createProgram({
    terminal: {
      width: undefined,
      liveWidth: undefined,
      colour: false,
      print: nothing,
      say: nothing,
      live: nothing,
      flush: async () => {},
    },
    pipelines,
    connect: async () => {
      throw new Connected();
    },
    confirm: async () => true,
    interrupt: {
      signal: new AbortController().signal,
      interrupted: Promise.withResolvers<never>().promise,
      follow: nothing,
    },
  });
  try {
    await program.parseAsync(
      args.map((word) => placeholders[word] ?? word),
      { from: 'user' },
    );
    return undefined;
  } catch (error) {
    if (error instanceof Connected || (error as { exitCode?: number }).exitCode === 0) return undefined;
    return (error as Error).message;
  }
}
