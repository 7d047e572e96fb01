/** Who waits in line, first come first served. */
export interface Waiters<Value> {
  readonly size: number;
  /** Rejects with the signal's reason as soon as it is aborted. */
  wait(signal: AbortSignal): Promise<Value>;
  /** Lets the first in line go on. */
  admit(value: Value): void;
  rejectAll(reason: unknown): void;
}

interface Waiter<Value> extends PromiseWithResolvers<Value> {
  readonly leave: () => void;
}

export function createWaiters<Value>(): Waiters<Value> {
  const line = new Set<Waiter<Value>>();
  return {
    get size() {
      return line.size;
    },
    wait(signal) {
      const onAbort = (): void => {
        line.delete(waiter);
        waiter.reject(signal.reason);
      };
      const leave = (): void => {
        line.delete(waiter);
        signal.removeEventListener('abort', onAbort);
      };
      const waiter: Waiter<Value> = { ...Promise.withResolvers<Value>(), leave };
      if (signal.aborted) {
        waiter.reject(signal.reason);
        return waiter.promise;
      }
      signal.addEventListener('abort', onAbort, { once: true });
      line.add(waiter);
      return waiter.promise;
    },
    admit(value) {
      const [first] = line;
      first?.leave();
      first?.resolve(value);
    },
    rejectAll(reason) {
      for (const waiter of line) {
        waiter.leave();
        waiter.reject(reason);
      }
    },
  };
}
