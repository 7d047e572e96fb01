import { errorKinds, kindOf } from '@headrace/contracts';

import { SandboxRunning } from '../sandbox/data-dir.ts';
import { UsageError, asksForHelp, readConfig, type CommandConfig } from './command-config.ts';
import { start } from './start.ts';
import { StopSignal, untilAborted } from './stop-signal.ts';
import { describeSandbox, runSandbox, say } from './run-sandbox.ts';

const usage = `usage: pnpm dev [--source sample|public|URL]
       pnpm start [--source sample|public|URL] [flags of "headrace run"]`;

const commands: Readonly<Record<string, (config: CommandConfig, stop: StopSignal) => Promise<number>>> = {
  dev,
  start,
};

/** Runs one command of the sandbox and ends the process. */
export async function runCommand(line: readonly string[]): Promise<never> {
  // A reader that has seen enough, such as head, ends neither the run nor the sandbox.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const stop = new StopSignal().listen();
  try {
    process.exitCode = await choose(line, stop);
  } catch (error) {
    process.exitCode = explain(error, { line, stop });
  }
  // A pipe that is still open is no reason to stay.
  return process.exit();
}

async function choose(line: readonly string[], stop: StopSignal): Promise<number> {
  const [name = '', ...argv] = line;
  const help = asksForHelp(line);
  if (help) process.stdout.write(`${usage}\n`);
  if (help && name !== 'start') return 0;
  // The flags of its run are the starter's to tell.
  if (help) process.stdout.write('\n');
  const command = commands[name];
  if (!command)
    throw new UsageError(`unknown command "${name}"; there are ${Object.keys(commands).join(' and ')}`);
  return command(readConfig(argv, process.env), stop);
}

interface Asked {
  readonly line: readonly string[];
  readonly stop: StopSignal;
}

/** Says what was thrown, with `--json` as the run it did not come to would have; gives the exit code. */
function explain(error: unknown, { line, stop }: Asked): number {
  const { name: type, message, stack } = error instanceof Error ? error : new Error(String(error));
  const isRefusal = error instanceof UsageError;
  const isStopped = stop.signal.aborted && isStop(error, stop);
  if (line[0] === 'start' && line.includes('--json')) {
    const told = isStopped ? { type: 'Interrupted', message: 'interrupted' } : { type, message };
    process.stdout.write(`${JSON.stringify({ error: told }, undefined, 2)}\n`);
  } else if (!isStopped) {
    const known = kindOf(error) !== undefined || error instanceof SandboxRunning;
    process.stderr.write(`${known || !process.env['HEADRACE_DEBUG'] ? message : stack}\n`);
    if (isRefusal) process.stderr.write(`${usage}\n`);
  }
  if (isStopped) return stop.exitCode;
  return errorKinds[kindOf(error) ?? 'failed'].exitCode;
}

function isStop(error: unknown, stop: StopSignal): boolean {
  return error === stop.signal.reason || (error instanceof Error && error.name === 'AbortError');
}

/** Brings a sandbox up and keeps it up until it is told to stop. */
async function dev(config: CommandConfig, stop: StopSignal): Promise<number> {
  if (config.rest.length > 0) throw new UsageError(`dev takes no ${config.rest.join(' ')}`);
  const env = { HEADRACE_LOG_FORMAT: 'pretty', ...config.env };
  const show = (name: string, line: string): void => {
    if (!stop.signal.aborted) say(`${name.padEnd(nameWidth)} | ${line.replace(`${name}: `, '')}`);
  };
  const sandbox = await runSandbox(
    { ...config, env },
    {
      runBy: 'dev',
      signal: stop.signal,
      show,
      source: { waits: true },
    },
  );
  say(describeSandbox(sandbox.dataDir, sandbox.addresses));
  await untilAborted(stop.signal);
  await sandbox.stop();
  return 0;
}

const nameWidth = 'workflow-worker'.length;
