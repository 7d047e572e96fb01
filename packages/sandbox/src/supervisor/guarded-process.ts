import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';

/** How many of a program's first and of its last lines an error quotes: a panic says why before its stack. */
const quotedLines = 12;

/** A program ended, or its time was up, before it was ready. */
export class ProcessNotReady extends Error {
  override readonly name = 'ProcessNotReady';
}

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program from its spawn to its end. */
export interface RunningProcess {
  readonly pid: number;
  /** Rejects with `ProcessNotReady`, which quotes what the program said. */
  readonly ready: Promise<void>;
  readonly ended: Promise<ProcessEnd>;
  signal(signal: NodeJS.Signals): void;
  /** Its stop signal, and SIGKILL once the grace period is over. Resolves at its end. */
  stop(): Promise<void>;
}

/** Spawns a program under guard and passes its output on line by line. */
export function runProcess(spec: ProcessSpec, onLine: (line: string) => void): RunningProcess {
  const child = spawnGuarded(spec.command, spec.args, {
    env: spec.env,
    ...(spec.owner && { owner: spec.owner }),
  });
  const words: string[] = [];
  passOn(child, (line) => {
    words.push(line);
    if (words.length > 2 * quotedLines) words.splice(quotedLines, 1);
    onLine(line);
  });
  // `close` comes after the last words, `exit` may come before them.
  const ended = once(child, 'close').then(([code, signal]): ProcessEnd => ({ code, signal }));
  return {
    pid: child.pid ?? 0,
    ready: becomeReady(spec, child, { ended, words }),
    ended,
    signal: (signal) => void child.kill(signal),
    stop: () => stopChild(child, ended, spec),
  };
}

/** `exit code 1` or `SIGKILL`. */
export function describeEnd({ code, signal }: ProcessEnd): string {
  return signal ?? `exit code ${code}`;
}

function passOn(child: ChildProcess, onLine: (line: string) => void): void {
  for (const input of [child.stdout, child.stderr]) {
    if (input) createInterface({ input }).on('line', onLine);
  }
}

interface Life {
  readonly ended: Promise<ProcessEnd>;
  readonly words: readonly string[];
}

async function becomeReady(spec: ProcessSpec, child: ChildProcess, { ended, words }: Life): Promise<void> {
  const { name, whenReady, readyTimeout = 60_000 } = spec;
  const over = new AbortController();
  const timeIsUp = Promise.withResolvers<string>();
  const timer = setTimeout(
    () => timeIsUp.resolve(`was not ready after ${readyTimeout / 1000} s`),
    readyTimeout,
  );
  const failure = await Promise.race([
    whenReady?.(child, over.signal),
    ended.then((end) => `ended with ${describeEnd(end)} before it was ready`),
    timeIsUp.promise,
  ]).finally(() => {
    clearTimeout(timer);
    over.abort();
  });
  if (failure === undefined) return;
  throw new ProcessNotReady(`${name} ${failure}${quote(words)}`);
}

/** A log record that gives the reason of the end, where there is one; else its lines. */
function quote(words: readonly string[]): string {
  if (words.length === 0) return '; it wrote nothing';
  const fatal = words.flatMap((line) => readFatal(line) ?? []).at(-1);
  return fatal === undefined ? `; it wrote:\n  ${words.join('\n  ')}` : `:\n  ${fatal}`;
}

function readFatal(line: string): string | undefined {
  try {
    const { level, msg, error } = JSON.parse(line) as { level?: string; msg?: string; error?: unknown };
    return level === 'fatal' && error === undefined ? msg : undefined;
  } catch {
    return undefined;
  }
}

async function stopChild(
  child: ChildProcess,
  ended: Promise<ProcessEnd>,
  { stopSignal = 'SIGTERM', gracePeriod = 10_000 }: ProcessSpec,
): Promise<void> {
  child.kill(stopSignal);
  const force = setTimeout(() => child.kill('SIGKILL'), gracePeriod);
  await ended;
  clearTimeout(force);
}

export interface GuardedOptions {
  readonly cwd?: string;
  /** The child's whole environment. */
  readonly env: NodeJS.ProcessEnv;
  /** The standard streams. Default: nothing for stdin, pipes for the others. */
  readonly stdio?: 'inherit' | 'pipe';
  /** Whom it runs as. Default: this process's user. */
  readonly owner?: { readonly uid?: number; readonly gid?: number };
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
  readonly readyTimeout?: number;
  /** The signal that asks it to end. Default SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
  /** From there to SIGKILL, ms. Default 10,000. */
  readonly gracePeriod?: number;
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
