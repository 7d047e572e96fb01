import { defineSignal, log, patched, setDefaultSignalHandler, setHandler } from '@temporalio/workflow';

type Handler = (...args: never) => void | Promise<void>;

type Handlers<Signals> = {
  readonly [Name in keyof Signals]: Signals[Name] extends (...args: infer Arguments) => void
    ? (...args: Arguments) => void | Promise<void>
    : never;
};

/**
 * Takes signals as they came. With a handler for each name, those that an execution finds at its first task would be
 * handed over name by name.
 */
export function takeSignals<Signals>(handlers: Handlers<Signals>): void {
  const byName = new Map<string, Handler>(Object.entries(handlers));
  // An execution that has taken them name by name goes on so; the next one does not.
  if (!patched('signals-in-order')) return takeByName(byName);
  setDefaultSignalHandler((name, ...args) => {
    const handle = byName.get(name);
    if (handle === undefined) return log.warn('A signal that nobody takes', { signal: name });
    return handle(...(args as never));
  });
}

function takeByName(handlers: ReadonlyMap<string, Handler>): void {
  for (const [name, handle] of handlers) setHandler(defineSignal<never>(name), handle);
}
