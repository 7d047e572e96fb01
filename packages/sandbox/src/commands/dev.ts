import { describeSandbox, runSandbox, say } from './run-sandbox.ts';
import { UsageError, type CommandConfig } from './command-config.ts';
import { untilAborted, type StopSignal } from './stop-signal.ts';

/** Brings a sandbox up and keeps it up until it is told to stop. */
export async function dev(config: CommandConfig, stop: StopSignal): Promise<number> {
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
