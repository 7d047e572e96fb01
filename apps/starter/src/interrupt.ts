import { Interrupted, type FollowedKind } from './errors/interrupted.ts';

export interface Interrupt {
  /** Aborts at the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Rejects with `Interrupted` then. */
  readonly interrupted: Promise<never>;
  /** From now on an interruption says that this run, or what else it is, goes on. */
  follow(id: string, kind?: FollowedKind): void;
}

export function listenForInterrupt(host: Pick<NodeJS.Process, 'once'>): Interrupt {
  const controller = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  let followed: { id: string; kind: FollowedKind } | undefined;

  function onSignal(signal: 'SIGINT' | 'SIGTERM'): void {
    const reason = new Interrupted(signal, followed?.id, followed?.kind);
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
    follow(id, kind = 'run') {
      followed = { id, kind };
    },
  };
}
