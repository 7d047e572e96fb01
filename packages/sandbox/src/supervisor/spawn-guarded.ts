import { spawn, type ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';

export interface GuardedOptions {
  cwd?: string;
  /** The child's whole environment. */
  env: NodeJS.ProcessEnv;
  /** What its standard streams are joined to. Default: nothing to stdin, pipes from the others. */
  stdio?: 'inherit' | 'pipe';
  /** Whom it runs as. Default: this process's user. */
  owner?: { readonly uid?: number; readonly gid?: number };
}

/**
 * A watcher beside the program reads a pipe whose other end only this process holds. A word on it means the program
 * ended; its end without a word means this process is gone, and the program is killed. `exec` keeps the program's pid.
 */
const guard = '{ read -r _ <&3 || kill -9 $$; } >/dev/null 2>&1 4>&- & exec "$@" 3<&-';

/**
 * Spawns a program that cannot outlive this process, even through kill −9, with an IPC channel for Node programs. It
 * leads a process group of its own, so Ctrl-C in the terminal reaches only whoever decides about it.
 */
export function spawnGuarded(
  command: string,
  args: readonly string[],
  options: GuardedOptions,
): ChildProcess {
  const { cwd, env, stdio = 'pipe', owner = {} } = options;
  const streams =
    stdio === 'inherit'
      ? (['inherit', 'inherit', 'inherit'] as const)
      : (['ignore', 'pipe', 'pipe'] as const);
  const child = spawn('/bin/sh', ['-c', guard, 'sh', command, ...args], {
    ...(cwd !== undefined && { cwd }),
    ...owner,
    env,
    stdio: [...streams, 'pipe', 'ipc'],
    detached: true,
  });
  const watcher = child.stdio[3] as Writable;
  watcher.on('error', () => {});
  child.once('exit', () => watcher.end('ended\n'));
  return child;
}
