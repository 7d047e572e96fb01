import type { ChildProcess } from 'node:child_process';

/** A program to run under guard. */
export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: NodeJS.ProcessEnv;
  /** Whom it runs as. Default: this process's user. */
  readonly owner?: { readonly uid?: number; readonly gid?: number };
  /** Resolves once the program serves; `over` is aborted when nobody waits any more. Default: at once. */
  readonly whenReady?: (child: ChildProcess, over: AbortSignal) => Promise<void>;
  /** How long it may take to be ready, ms. Default 60,000. */
  readonly readyMs?: number;
  /** What asks it to end. Default SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
  /** From there to SIGKILL, ms. Default 10,000. */
  readonly graceMs?: number;
}

/** Ready with the first IPC message that has this property. */
export function onMessageWith(property: string): NonNullable<ProcessSpec['whenReady']> {
  return (child) =>
    new Promise((resolve) => {
      child.on('message', (message) => {
        if (typeof message === 'object' && message !== null && property in message) resolve();
      });
    });
}
