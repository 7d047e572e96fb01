import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import type { ReadyMessage } from '@headrace/runtime/worker';

export interface WorkerProcessOptions {
  /** File that Node runs. */
  readonly file: string;
  readonly args?: readonly string[];
  /** Its whole environment, but for `PATH` and what makes it start sooner. */
  readonly env: Readonly<Record<string, string>>;
}

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A worker as its own process, the way an orchestrator runs it. Killed when it goes out of scope. */
export interface WorkerProcess extends AsyncDisposable {
  readonly ready: Promise<ReadyMessage>;
  readonly exit: Promise<Exit>;
  /** Lines of its log and of its standard output so far. */
  readonly lines: readonly string[];
  /** Resolves to the first line, written already or not, that holds the text. */
  lineWith(text: string): Promise<string>;
  kill(signal: NodeJS.Signals): void;
}

export function startWorkerProcess({ file, args = [], env }: WorkerProcessOptions): WorkerProcess {
  const child = fork(file, args, {
    env: { ...inherited(), HEADRACE_HEALTH_PORT: '0', HEADRACE_LOG_FORMAT: 'json', ...env },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exit = once(child, 'close').then(([code, signal]) => ({ code, signal }) as Exit);
  const { lines, lineWith } = readLines(child, exit);
  const ready = Promise.race([
    once(child, 'message').then(([message]) => message as ReadyMessage),
    exit.then(({ code }) => {
      throw new Error(`the worker ended with ${code} before it was ready:\n${lines.join('\n')}`);
    }),
  ]);
  ready.catch(() => {});
  return {
    ready,
    exit,
    lines,
    lineWith,
    kill: (signal) => void child.kill(signal),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

function inherited(): Record<string, string> {
  const names = ['PATH', 'NODE_COMPILE_CACHE', 'HEADRACE_BUNDLE_CACHE'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

function readLines(child: ChildProcess, exit: Promise<unknown>): Pick<WorkerProcess, 'lines' | 'lineWith'> {
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      for (const look of waiting) look();
    });
  }

  function lineWith(text: string): Promise<string> {
    const found = Promise.withResolvers<string>();
    const look = (): void => {
      const line = lines.find((one) => one.includes(text));
      if (line === undefined) return;
      waiting.delete(look);
      found.resolve(line);
    };
    waiting.add(look);
    look();
    void exit.then(() => found.reject(new Error(`no line with ${text} in:\n${lines.join('\n')}`)));
    return found.promise;
  }
  return { lines, lineWith };
}
