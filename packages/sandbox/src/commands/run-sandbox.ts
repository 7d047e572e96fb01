import { join } from 'node:path';

import { hackerNews } from '@headrace/contracts';
import { findCacheFolder } from '@headrace/runtime/cache';

import { pruneCache } from '../cache.ts';
import { withoutPassword, type SandboxAddresses } from '../sandbox/sandbox-state.ts';
import { startSandbox, type Sandbox } from '../sandbox/start-sandbox.ts';
import { usualPorts } from '../supervisor/ports.ts';
import { createLogFiles } from '../supervisor/supervisor.ts';
import { chooseSource, type ChooseOptions } from './choose-source.ts';
import type { CommandConfig } from './command-config.ts';

export interface RunOptions {
  readonly runBy: 'dev' | 'start';
  readonly signal: AbortSignal;
  /** Shown every line of every process besides the log files. */
  readonly show?: (name: string, line: string) => void;
  readonly source?: ChooseOptions;
}

/** Starts the sandbox a command was configured for, on the usual ports, with its logs in its folder. */
export async function runSandbox(config: CommandConfig, options: RunOptions): Promise<Sandbox> {
  const { runBy, signal, show, source } = options;
  const write = createLogFiles(join(config.dataDir, 'logs'));
  const sandbox = await startSandbox({
    dataDir: config.dataDir,
    ports: usualPorts,
    source: () => sayChoice(config, source),
    temporalAddress: config.temporalAddress,
    databaseUrl: config.databaseUrl,
    env: config.env,
    log(name, line) {
      write(name, line);
      show?.(name, line);
    },
    say,
    runBy,
    signal,
  });
  // Whatever this sandbox uses is marked by now; a cache that cannot be pruned only stays large.
  pruneCache(findCacheFolder(config.env)).catch(() => {});
  return sandbox;
}

/** A line for the person at the terminal; stdout is the run's own. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function sayChoice(config: CommandConfig, options?: ChooseOptions): Promise<string> {
  const { source, note } = await chooseSource(config, options);
  if (note !== undefined) say(note);
  return source;
}

/** The text of `dev` once everything is up: addresses, and the next commands. */
export function describeSandbox(dataDir: string, given: SandboxAddresses): string {
  const { temporal, temporalUi, postgres, source, sample } = withoutPassword(given);
  return `
Headrace is up; its data and logs are in ${dataDir}

  Temporal   ${temporal}
  Web UI     ${temporalUi ?? 'that of your Temporal'}
  Postgres   ${postgres}
  source     ${source}${sample ? ', which makes stories up; their rows live apart from real ones' : ''}

In another terminal, in this folder:

  pnpm headrace run ${hackerNews.name}
  pnpm headrace --help

Ctrl-C stops it; the data stays.
`;
}

export interface Kept {
  readonly dataDir: string;
  readonly addresses: SandboxAddresses;
  /** Whether the sandbox goes on without this command. */
  readonly stays: boolean;
  /** Whether the command ends before its run. */
  readonly interrupted: boolean;
}

/** The text of `start` after its run: where the rows and the history are. */
export function describeKept({ dataDir, addresses, stays, interrupted }: Kept): string {
  const { temporal, temporalUi, postgres, sample } = withoutPassword(addresses);
  return `
Rows     ${hackerNews.dataset.name} in ${postgres}${sample ? ', made up by the sample source, apart from real ones' : ''}
History  ${temporalUi ?? temporal}
${stays ? 'dev keeps both up.' : `Both are kept in ${dataDir}; ${describeNext(interrupted)}`}`;
}

function describeNext(interrupted: boolean): string {
  if (!interrupted) return '"pnpm dev" brings them up again.';
  return 'the run stops with them, and goes on when "pnpm dev" brings them up again.';
}
