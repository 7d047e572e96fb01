import { join } from 'node:path';
import { usualPorts } from '../ports.ts';
import { startSandbox, type Sandbox } from '../start-sandbox.ts';
import { chooseSource } from './choose-source.ts';
import { createLogFiles } from './log-files.ts';
import type { CommandConfig } from './read-config.ts';

export interface RunOptions {
  runBy: 'dev' | 'start';
  signal: AbortSignal;
  /** Shown every line of every process besides the log files. */
  show?: (name: string, line: string) => void;
}

/** Starts the sandbox a command was configured for, on the usual ports, with its logs in its folder. */
export async function runSandbox(config: CommandConfig, options: RunOptions): Promise<Sandbox> {
  const { runBy, signal, show } = options;
  const write = createLogFiles(join(config.home, 'logs'));
  return startSandbox({
    home: config.home,
    ports: usualPorts,
    source: () => sayChoice(config),
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
}

/** A line for the person at the terminal; stdout is the run's own. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function sayChoice(config: CommandConfig): Promise<string> {
  const { source, because } = await chooseSource(config);
  if (because !== undefined) say(`${because}: generated sample stories take its place`);
  return source;
}
