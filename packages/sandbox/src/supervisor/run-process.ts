import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ProcessSpec } from './process-spec.ts';
import { spawnGuarded } from './spawn-guarded.ts';

/** How many of a program's first and of its last lines an error quotes: a panic says why before its stack. */
const quotedLines = 12;

/** A program ended, or its time was up, before it was ready. */
export class ProcessNotReadyError extends Error {
  override readonly name = 'ProcessNotReadyError';
}

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One life of a program, from its spawn to its end. */
export interface RunningProcess {
  readonly pid: number;
  /** Rejects with {@link ProcessNotReadyError}, which quotes what the program said. */
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

/** “exit code 1” or “SIGKILL”. */
export function describeEnd({ code, signal }: ProcessEnd): string {
  return signal ?? `exit code ${code}`;
}

function passOn(child: ChildProcess, onLine: (line: string) => void): void {
  for (const input of [child.stdout, child.stderr]) {
    if (input) createInterface({ input }).on('line', onLine);
  }
}

interface Life {
  ended: Promise<ProcessEnd>;
  words: readonly string[];
}

async function becomeReady(spec: ProcessSpec, child: ChildProcess, { ended, words }: Life): Promise<void> {
  const { name, whenReady, readyMs = 60_000 } = spec;
  const over = new AbortController();
  const timeIsUp = Promise.withResolvers<string>();
  const timer = setTimeout(() => timeIsUp.resolve(`was not ready after ${readyMs / 1000} s`), readyMs);
  const failure = await Promise.race([
    whenReady?.(child, over.signal),
    ended.then((end) => `ended with ${describeEnd(end)} before it was ready`),
    timeIsUp.promise,
  ]).finally(() => {
    clearTimeout(timer);
    over.abort();
  });
  if (failure === undefined) return;
  throw new ProcessNotReadyError(`${name} ${failure}${quote(words)}`);
}

/** What it ended with, where it logs records and says so; else its lines. */
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
  { stopSignal = 'SIGTERM', graceMs = 10_000 }: ProcessSpec,
): Promise<void> {
  child.kill(stopSignal);
  const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await ended;
  clearTimeout(force);
}
