import { CancellationScope } from '@temporalio/workflow';

export interface WindowOptions {
  /** Tasks in flight at once, at least 1. */
  readonly size: number;
}

/**
 * Runs the tasks in order, a bounded number at once. After a failure or a cancellation nothing further starts;
 * every task that did start is awaited before the first failure is thrown.
 */
export async function runInWindow(
  tasks: Iterable<() => Promise<void>>,
  options: WindowOptions,
): Promise<void> {
  const waiting = tasks[Symbol.iterator]();
  const failures: unknown[] = [];
  const scope = CancellationScope.current();

  async function work(): Promise<void> {
    while (failures.length === 0 && !scope.consideredCancelled) {
      const next = waiting.next();
      if (next.done) return;
      await next.value().catch((failure: unknown) => void failures.push(failure));
    }
  }

  await Promise.all(Array.from({ length: options.size }, work));
  if (failures.length > 0) throw failures[0];
  if (scope.consideredCancelled) await scope.cancelRequested;
}
