import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';

import {
  describeEnd,
  runProcess,
  type ProcessSpec,
  type ProcessEnd,
  type RunningProcess,
} from './guarded-process.ts';

/** Named programs that are kept running. */
export class Supervisor {
  readonly #options: KeepOptions;
  readonly #processes = new Map<string, KeptProcess>();
  #over = false;

  /** @param options Defaults: says nothing, drops the output, restarts first after 250 ms. */
  constructor({ say = () => {}, log = () => {}, backoff = 250 }: Partial<KeepOptions> = {}) {
    this.#options = { say, log, backoff };
  }

  /** Starts a program and keeps it. Resolves once it is ready; rejects, and keeps nothing, when it ends before. */
  async run(spec: ProcessSpec): Promise<void> {
    const { name } = spec;
    if (this.#over) throw new Error(`${name} is not started: its supervisor has ended`);
    if (this.#processes.has(name)) throw new Error(`${name} runs already: every name is used once`);
    const kept = new KeptProcess(spec, this.#options);
    this.#processes.set(name, kept);
    await kept.start().catch((error: unknown) => {
      this.#processes.delete(name);
      throw error;
    });
  }

  /** Throws when no program has the name. */
  get(name: string): KeptProcess {
    const kept = this.#processes.get(name);
    if (kept) return kept;
    throw new Error(`no process is named ${name}; there are ${this.names().join(', ')}`);
  }

  /** In the order they were started. */
  names(): string[] {
    return [...this.#processes.keys()];
  }

  /** Kills everything at once; nothing can be run any more. */
  async killAll(): Promise<void> {
    this.#over = true;
    await Promise.all([...this.#processes.values()].map((kept) => kept.stop('SIGKILL')));
  }
}

interface KeepOptions {
  /** Told of every end nobody asked for, a line each. */
  readonly say: (line: string) => void;
  /** Given every line the program writes. */
  readonly log: (name: string, line: string) => void;
  /** Wait before the first restart, ms; doubles with each in a row. */
  readonly backoff: number;
}

/** Restarts in a row are at most this far apart, ms. */
const maxBackoff = 5_000;
/** A life this long ends a row of restarts, ms. */
const steadyAfter = 10_000;

/** A program that is started again when it ends by itself. */
export class KeptProcess {
  readonly #spec: ProcessSpec;
  readonly #options: KeepOptions;
  #life: RunningProcess | undefined;
  #ready: PromiseWithResolvers<void> = createReady();
  #wanted = false;
  /** Once it was ready; what never was would only fail again. */
  #kept = false;
  #restarts = 0;
  #restart: NodeJS.Timeout | undefined;

  constructor(spec: ProcessSpec, options: KeepOptions) {
    this.#spec = spec;
    this.#options = options;
  }

  /** Undefined while it is down. */
  get pid(): number | undefined {
    return this.#life?.pid;
  }

  /** Starts it where it is down. Resolves once it is ready; ends it and rejects when it does not get there. */
  async start(): Promise<void> {
    if (this.#wanted) return this.whenReady();
    await this.#life?.ended;
    this.#wanted = true;
    this.#kept = false;
    this.#restarts = 0;
    try {
      await this.#begin().ready;
      this.#kept = true;
    } catch (error) {
      await this.stop('SIGKILL');
      throw error;
    }
  }

  /** Resolves once it is ready: the present life or, while it is down, the next. */
  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  /** Kills it as a crash would; it is started again. Resolves when it is down. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.#life?.ended;
  }

  /** Sends a signal and leaves the rest to the program. */
  signal(signal: NodeJS.Signals): void {
    this.#life?.signal(signal);
  }

  /** Ends it and leaves it ended: SIGTERM and SIGKILL after its grace period, or SIGKILL right away. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    this.#wanted = false;
    clearTimeout(this.#restart);
    if (signal === 'SIGTERM') await this.#life?.stop();
    else await this.kill();
  }

  #begin(): RunningProcess {
    const life = runProcess(this.#spec, (line) => this.#options.log(this.#spec.name, line));
    this.#life = life;
    life.ready.then(this.#ready.resolve, () => {});
    void this.#awaitEnd(life);
    return life;
  }

  async #awaitEnd(life: RunningProcess): Promise<void> {
    const startedAt = Date.now();
    const end = await life.ended;
    this.#life = undefined;
    this.#renewReady();
    if (Date.now() - startedAt > steadyAfter) this.#restarts = 0;
    if (this.#wanted && this.#kept) this.#beginAgain(end);
  }

  #beginAgain(end: ProcessEnd): void {
    const wait = Math.min(this.#options.backoff * 2 ** this.#restarts, maxBackoff);
    this.#restarts += 1;
    this.#options.say(`${this.#spec.name} ended with ${describeEnd(end)}; restarting it in ${wait} ms`);
    this.#restart = setTimeout(() => this.#begin(), wait);
  }

  /** Whoever waits for the life that ended gets the next one. */
  #renewReady(): void {
    const before = this.#ready;
    this.#ready = createReady();
    this.#ready.promise.then(before.resolve, () => {});
  }
}

function createReady(): PromiseWithResolvers<void> {
  return Promise.withResolvers<void>();
}

/** Writes each process's lines to `<name>.log` in a folder, anew with each sandbox. */
export function createLogFiles(folder: string): (name: string, line: string) => void {
  const files = new Map<string, WriteStream>();
  return (name, line) => {
    const file = files.get(name) ?? createWriteStream(join(folder, `${name}.log`));
    files.set(name, file);
    file.write(`${line}\n`);
  };
}
