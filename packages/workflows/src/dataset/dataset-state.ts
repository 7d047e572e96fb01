import {
  datasetControl,
  versionDefaults,
  findCycle,
  findPipeline,
  isTimed,
  pipelines,
  terminalErrors,
  type DatasetSignals,
  type DatasetState,
  type ReadDatasetRequest,
  type SubscribeRequest,
  type Subscription,
  type VersionActivities,
  type Waiter,
  type Schedule,
} from '@headrace/contracts';
import {
  condition,
  defineQuery,
  defineUpdate,
  log,
  proxyActivities,
  setHandler,
  defineSignal,
  patched,
  setDefaultSignalHandler,
  ApplicationFailure,
} from '@temporalio/workflow';

import { tell } from './run-task.ts';
import {
  addSubscription,
  addWaiter,
  findSubscription,
  hear,
  isWaiter,
  refuseWaiter,
  settle,
  toQuestion,
  withoutSubscription,
  withoutWaiter,
  refuseSubscription,
  type DatasetTask,
} from './state.ts';

/** Refusals in flight: Temporal fails every task that would make it more than 2,000 signals, again and again. */
const refusalsAtOnce = 100;

/** What a dataset's workflow knows, changed by whoever signals it. */
export interface DatasetKeeper {
  readonly now: DatasetState;
  /** Whether there may be something new to do. */
  readonly isWoken: boolean;
  wake(): void;
  /** What to ask of the store; `undefined` where nobody waits for an answer. What comes from now on wakes again. */
  ask(): ReadDatasetRequest | undefined;
  /** The newest version that was known when the store was last asked. */
  readonly asked: number;
  /** Wakes for a version that the store has not been asked for yet. */
  find(version: number): void;
  /** Keeps that tasks are done. */
  settle(tasks: readonly DatasetTask[]): void;
}

export function createKeeper(carried: DatasetState): DatasetKeeper {
  const { findVersion } = proxyActivities<VersionActivities>(versionDefaults.findVersion);
  const { dataset } = carried;
  let now = carried;
  let { lastVersion: asked } = carried;
  // What an execution before did not come to is looked at first.
  let isWoken = true;
  let refusing = 0;

  function change(changed: DatasetState): void {
    now = changed;
    isWoken = true;
  }

  /** Awaited, so that a refusal is sent before this execution gives way to the next. */
  async function takeWaiter(waiter: Waiter): Promise<void> {
    if (!isWaiter(waiter)) return log.warn('A signal names no waiter', { waiter });
    const reason = refuseWaiter(now, waiter);
    if (reason === undefined) change(addWaiter(now, waiter));
    else await refuse(waiter, reason);
  }

  function hasPlace(): boolean {
    return refusing < refusalsAtOnce;
  }

  async function refuse({ waiter }: Waiter, reason: string): Promise<void> {
    // Each that the condition lets through has taken a place by the time the next one looks.
    while (!hasPlace()) await condition(hasPlace);
    refusing += 1;
    await tell(waiter, datasetControl.refused, { dataset, reason });
    refusing -= 1;
  }

  async function subscribe(request: SubscribeRequest): Promise<Subscription> {
    const newest = await findVersion({ dataset });
    assertSubscription(now, request);
    change(addSubscription(now, { ...request, since: newest?.version ?? 0 }));
    return findSubscription(now, request.definition.name)!;
  }

  function unsubscribe(name: string): boolean {
    const found = findSubscription(now, name) !== undefined;
    now = withoutSubscription(now, name);
    return found;
  }

  setHandler(defineQuery<DatasetState>(datasetControl.state), () => now);
  takeSignals<DatasetSignals>({
    published: (version) => change(hear(now, version)),
    wait: takeWaiter,
    forget: (waiter) => {
      now = withoutWaiter(now, waiter);
    },
  });
  setHandler(defineUpdate<Subscription, [SubscribeRequest]>(datasetControl.subscribe), subscribe, {
    validator: (request) => assertSubscription(now, request),
  });
  setHandler(defineUpdate<boolean, [string]>(datasetControl.unsubscribe), unsubscribe);
  return {
    get now() {
      return now;
    },
    get isWoken() {
      return isWoken;
    },
    wake: () => {
      isWoken = true;
    },
    ask() {
      isWoken = false;
      asked = now.lastVersion;
      return toQuestion(now);
    },
    get asked() {
      return asked;
    },
    find(version) {
      if (version > asked) change(hear(now, version));
    },
    settle: (tasks) => {
      now = tasks.reduce(settle, now);
    },
  };
}

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
function takeSignals<Signals>(handlers: Handlers<Signals>): void {
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

/** Throws a terminal `InvalidInput` for what is no subscription to the dataset, or one too many. */
function assertSubscription(state: DatasetState, { definition, replace }: SubscribeRequest): void {
  const { name } = definition;
  const taken = !replace && findSubscription(state, name) !== undefined;
  const problem = taken
    ? `there is a subscription ${name} to ${state.dataset} already`
    : (refuseDefinition(state, definition) ?? refuseSubscription(state, definition));
  if (problem !== undefined) throw ApplicationFailure.nonRetryable(problem, terminalErrors.invalidInput);
}

function refuseDefinition({ dataset }: DatasetState, { when, pipeline }: Schedule): string | undefined {
  if (isTimed(when) || when.on !== dataset) return `when: ${JSON.stringify(when)} is not on ${dataset}`;
  if (findPipeline(pipeline) === undefined) {
    const names = pipelines.map(({ name }) => name).join(', ');
    return `pipeline: there is no pipeline ${JSON.stringify(pipeline)}; there are ${names}`;
  }
  return findCycle({ pipeline, dataset }, { pipelines });
}
