import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** How long a clean end may take before it is forced, ms. */
const patience = 10_000;

/** Signals the process and waits for its exit; SIGKILL where it does not follow. An ended process is left as it is. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  const force = setTimeout(() => child.kill('SIGKILL'), patience);
  await exited;
  clearTimeout(force);
}
