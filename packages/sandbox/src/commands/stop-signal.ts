/** Whether the terminal or an orchestrator asked this process to stop. */
export interface StopSignal {
  /** Aborts with the first SIGINT, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
  /** 128 + the number of that signal. */
  readonly exitCode: number;
}

const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** The first signal asks; the second ends this process at once, and its guarded children with it. */
export function listenForStop(): StopSignal {
  const controller = new AbortController();
  let exitCode = 0;
  for (const [name, number] of Object.entries(numbers)) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(128 + number);
      exitCode = 128 + number;
      process.stderr.write('\nStopping; a second signal stops at once\n');
      controller.abort(new Error(`stopped by ${name}`));
    });
  }
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
  };
}

/** Resolves when the signal aborts. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise;
}
