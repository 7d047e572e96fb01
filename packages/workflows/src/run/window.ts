/** One piece of work; settles when it has ended, however it ended. */
export type Task = () => Promise<void>;

export interface WindowOptions {
  /** Tasks in flight at once; may change while the window is open. */
  readonly size: () => number;
  /** While true, nothing further starts. */
  readonly isPaused?: () => boolean;
  /** Once true, nothing further starts, and the window closes when what is in flight has ended. */
  readonly isClosing?: () => boolean;
  /**
   * Asked once a task has failed while the next one is being asked for: whether to give that up, and not to wait for it.
   * Without it, it is waited for.
   */
  readonly givesUp?: () => boolean;
  /** Waits until a condition holds; rejects when it is pointless to wait on, as in a cancelled workflow. */
  readonly until: (holds: () => boolean) => Promise<unknown>;
}

/** How a window closed. */
export interface WindowEnd {
  /** Whether every task was started. */
  readonly drained: boolean;
}

/**
 * Runs tasks in order, a bounded number at once; a task is asked for when there is room for it. After a failure nothing
 * further starts. Every task that did start is awaited, and only then the first failure, or what `until` rejected with,
 * is thrown: no task is lost sight of, and a task that fails gives its place up like any other.
 */
export async function runInWindow(
  tasks: AsyncIterable<Task> | Iterable<Task>,
  options: WindowOptions,
): Promise<WindowEnd> {
  const { size, isPaused = never, isClosing = never, givesUp, until } = options;
  const failures: unknown[] = [];
  const failed = Promise.withResolvers<void>();
  const inFlight = new Set<Promise<void>>();
  const mayEnd = (): boolean => failures.length > 0 || isClosing();
  const hasRoom = (): boolean => inFlight.size < size() && !isPaused();

  function start(task: Task): void {
    const running = task()
      .catch((failure: unknown) => {
        failures.push(failure);
        failed.resolve();
      })
      .finally(() => inFlight.delete(running));
    inFlight.add(running);
  }

  /** Whether a task fails before the next one is there. */
  async function failsFirst(asked: Promise<unknown>): Promise<boolean> {
    let isThere = false;
    const noted = asked.then(
      () => void (isThere = true),
      () => void (isThere = true),
    );
    await Promise.race([noted, failed.promise]);
    return !isThere;
  }

  const waiting = iterate(tasks);
  let drained = false;
  try {
    for (;;) {
      await until(() => mayEnd() || hasRoom());
      if (mayEnd()) break;
      const asked = Promise.resolve(waiting.next());
      if (givesUp && (await failsFirst(asked)) && givesUp()) break;
      const next = await asked;
      drained = next.done === true;
      if (drained) break;
      // Asking for it may have taken a while.
      await until(() => failures.length > 0 || hasRoom());
      if (failures.length > 0) break;
      start(next.value);
    }
  } catch (failure) {
    failures.push(failure);
  }
  await Promise.all(inFlight);
  if (failures.length > 0) throw failures[0];
  return { drained };
}

function never(): boolean {
  return false;
}

function iterate(tasks: AsyncIterable<Task> | Iterable<Task>): AsyncIterator<Task> | Iterator<Task> {
  return Symbol.asyncIterator in tasks ? tasks[Symbol.asyncIterator]() : tasks[Symbol.iterator]();
}
