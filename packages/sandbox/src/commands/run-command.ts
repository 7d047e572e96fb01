import { dev } from './dev.ts';
import { readConfig, UsageError, type CommandConfig } from './read-config.ts';
import { start } from './start.ts';
import { listenForStop, type StopSignal } from './stop-signal.ts';
import { SandboxRunsError } from '../home/sandbox-runs-error.ts';

const usage = `usage: pnpm dev [--source sample|public|URL]
       pnpm start [--source sample|public|URL] [flags of "headrace run"]`;

const commands: Readonly<Record<string, (config: CommandConfig, stop: StopSignal) => Promise<number>>> = {
  dev,
  start,
};

/** Runs one command of the sandbox and ends the process. */
export async function runCommand([name = '', ...argv]: readonly string[]): Promise<never> {
  const stop = listenForStop();
  try {
    const command = commands[name];
    if (!command)
      throw new UsageError(`unknown command “${name}”; there are ${Object.keys(commands).join(' and ')}`);
    process.exitCode = await command(readConfig(argv, process.env), stop);
  } catch (error) {
    process.exitCode = explain(error, stop);
  }
  // A pipe that is still open is no reason to stay.
  return process.exit();
}

function explain(error: unknown, stop: StopSignal): number {
  if (stop.signal.aborted && isStop(error, stop)) return stop.exitCode;
  const known = error instanceof UsageError || error instanceof SandboxRunsError;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`${known || !process.env['HEADRACE_DEBUG'] ? message : stack}\n`);
  if (!(error instanceof UsageError)) return 1;
  process.stderr.write(`${usage}\n`);
  return 2;
}

function isStop(error: unknown, stop: StopSignal): boolean {
  return error === stop.signal.reason || (error instanceof Error && error.name === 'AbortError');
}
