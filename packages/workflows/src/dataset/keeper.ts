import {
  datasetControl,
  versionDefaults,
  type DatasetSignals,
  type DatasetState,
  type ReadDatasetRequest,
  type SubscribeRequest,
  type Subscription,
  type VersionActivities,
  type Waiter,
} from '@headrace/contracts';
import { condition, defineQuery, defineUpdate, log, proxyActivities, setHandler } from '@temporalio/workflow';

import { assertSubscription } from './assert-subscription.ts';
import { tell } from './do-task.ts';
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
  type DatasetTask,
} from './state.ts';
import { takeSignals } from './take-signals.ts';

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
