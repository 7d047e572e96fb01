import { Interrupted } from './errors/interrupted.ts';

export interface Interrupt {
  /** Aborts at the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Rejects with `Interrupted` then. */
  readonly interrupted: Promise<never>;
  /** From now on an interruption says that this run goes on. */
  follow(runId: string): void;
}

export function listenForInterrupt(host: Pick<NodeJS.Process, 'once'>): Interrupt {
  const controller = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  let followed: string | undefined;

  function onSignal(signal: 'SIGINT' | 'SIGTERM'): void {
    const reason = new Interrupted(signal, followed);
    reject(reason);
    controller.abort(reason);
  }

  host.once('SIGINT', onSignal);
  host.once('SIGTERM', onSignal);
  // It is raced; a command that ends first leaves nobody to hear it.
  promise.catch(() => undefined);
  return {
    signal: controller.signal,
    interrupted: promise,
    follow(runId) {
      followed = runId;
    },
  };
}
