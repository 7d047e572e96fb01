import { log, setDefaultSignalHandler } from '@temporalio/workflow';

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
  const byName = new Map<string, (...args: never) => void | Promise<void>>(Object.entries(handlers));
  setDefaultSignalHandler((name, ...args) => {
    const handle = byName.get(name);
    if (handle === undefined) return log.warn('A signal that nobody takes', { signal: name });
    return handle(...(args as never));
  });
}
