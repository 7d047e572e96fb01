import { dev } from './commands/dev.ts';
import { readConfig, UsageError, type CommandConfig } from './commands/read-config.ts';
import { start } from './commands/start.ts';
import { listenForStop, type StopSignal } from './commands/stop-signal.ts';
import { SandboxRunsError } from './home/sandbox-runs-error.ts';

const usage = `usage: pnpm dev [--source sample|public|URL]
       pnpm start [--source sample|public|URL] [flags of "headrace run"]`;

const commands: Readonly<Record<string, (config: CommandConfig, stop: StopSignal) => Promise<number>>> = {
  dev,
  start,
};

const [name = '', ...argv] = process.argv.slice(2);
const stop = listenForStop();
try {
  const command = commands[name];
  if (!command)
    throw new UsageError(`unknown command “${name}”; there are ${Object.keys(commands).join(' and ')}`);
  process.exitCode = await command(readConfig(argv, process.env), stop);
} catch (error) {
  process.exitCode = explain(error);
}
// A pipe that is still open is no reason to stay.
process.exit();

function explain(error: unknown): number {
  if (stop.signal.aborted && isStop(error)) return stop.exitCode;
  const known = error instanceof UsageError || error instanceof SandboxRunsError;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`${known || !process.env['HEADRACE_DEBUG'] ? message : stack}\n`);
  if (!(error instanceof UsageError)) return 1;
  process.stderr.write(`${usage}\n`);
  return 2;
}

function isStop(error: unknown): boolean {
  return error === stop.signal.reason || (error instanceof Error && error.name === 'AbortError');
}
