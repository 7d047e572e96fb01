import {
  datasetControl,
  meets,
  type DatasetUse,
  type FindVersionRequest,
  type Waiter,
  type WaitRefusal,
} from '@headrace/contracts';
import { CancellationScope, condition, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';

import { signalDataset, signalStartedDataset } from '../dataset/signal-dataset.ts';

/** What datasets answer a run that waits for them. */
export interface VersionListener {
  /** Has the dataset tell of the version, and waits until it does; `undefined` at the deadline, ms since 1970. */
  until(need: FindVersionRequest, deadline: number): Promise<DatasetUse | undefined>;
  /** Why the dataset took no further waiter. */
  refusal(dataset: string): string | undefined;
}

export function listenForVersions(): VersionListener {
  const { workflowId: waiter } = workflowInfo();
  const arrived = new Map<string, DatasetUse>();
  const refusals = new Map<string, string>();
  setHandler(defineSignal<[DatasetUse]>(datasetControl.available), (use) => {
    arrived.set(use.dataset, use);
  });
  setHandler(defineSignal<[WaitRefusal]>(datasetControl.refused), ({ dataset, reason }) => {
    refusals.set(dataset, reason);
  });

  /** An answer to an earlier run of the same id may be another version. */
  function find({ dataset, ...need }: FindVersionRequest): DatasetUse | undefined {
    const use = arrived.get(dataset);
    return use && meets(need, use) ? use : undefined;
  }

  return {
    async until(need, deadline) {
      const { dataset, ...ofVersion } = need;
      const left = deadline - Date.now();
      if (left <= 0) return undefined;
      const argument: Waiter = { waiter, ...ofVersion };
      try {
        await signalStartedDataset(dataset, { name: datasetControl.wait, argument });
        await condition(() => find(need) !== undefined || refusals.has(dataset), left);
        return find(need);
      } finally {
        if (find(need) === undefined) await forget(dataset, waiter);
      }
    },
    refusal: (dataset) => refusals.get(dataset),
  };
}

/** A run that was cancelled is forgotten, too. */
async function forget(dataset: string, waiter: string): Promise<void> {
  const signal = { name: datasetControl.forget, argument: waiter };
  await CancellationScope.nonCancellable(() => signalDataset(dataset, signal));
}
