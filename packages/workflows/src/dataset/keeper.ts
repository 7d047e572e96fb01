import {
  datasetControl,
  versionDefaults,
  type DatasetSignals,
  type DatasetState,
  type SubscribeRequest,
  type Subscription,
  type VersionActivities,
  type Waiter,
} from '@headrace/contracts';
import { defineQuery, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow';

import { assertSubscription } from './assert-subscription.ts';
import { tell } from './do-task.ts';
import {
  addSubscription,
  addWaiter,
  findSubscription,
  hear,
  refuseWaiter,
  settle,
  withoutSubscription,
  withoutWaiter,
  type DatasetTask,
} from './state.ts';
import { takeSignals } from './take-signals.ts';

/** What a dataset's workflow knows, changed by whoever signals it. */
export interface DatasetKeeper {
  readonly now: DatasetState;
  /** Whether there may be something new to do. */
  readonly isWoken: boolean;
  wake(isWoken: boolean): void;
  /** Keeps that tasks are done. */
  settle(tasks: readonly DatasetTask[]): void;
}

export function createKeeper(carried: DatasetState): DatasetKeeper {
  const { findVersion } = proxyActivities<VersionActivities>(versionDefaults.findVersion);
  const { dataset } = carried;
  let now = carried;
  // What an execution before did not come to is looked at first.
  let isWoken = true;

  function change(changed: DatasetState): void {
    now = changed;
    isWoken = true;
  }

  /** Awaited, so that a refusal is sent before this execution gives way to the next. */
  async function takeWaiter(waiter: Waiter): Promise<void> {
    const reason = refuseWaiter(now, waiter);
    if (reason === undefined) change(addWaiter(now, waiter));
    else await tell(waiter.waiter, datasetControl.refused, { dataset, reason });
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
    wake: (woken) => {
      isWoken = woken;
    },
    settle: (tasks) => {
      now = tasks.reduce(settle, now);
    },
  };
}
