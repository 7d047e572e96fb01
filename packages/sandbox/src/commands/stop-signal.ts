const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** The first signal of a terminal or an orchestrator asks this process to stop; the second ends it at once. */
export class StopSignal {
  readonly #controller = new AbortController();
  #exitCode = 0;

  /** Aborts with the first SIGINT, SIGTERM or SIGHUP. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** 128 + the number of that signal; 0 before. */
  get exitCode(): number {
    return this.#exitCode;
  }

  /** Takes the signals of this process from now on; its guarded children end with it. */
  listen(): this {
    for (const [name, number] of Object.entries(numbers)) process.on(name, () => this.#stop(name, number));
    return this;
  }

  #stop(name: string, number: number): void {
    if (this.signal.aborted) process.exit(128 + number);
    this.#exitCode = 128 + number;
    process.stderr.write('\nStopping; a second signal stops at once\n');
    this.#controller.abort(new Error(`stopped by ${name}`));
  }
}

/** Resolves when the signal aborts. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise;
}
