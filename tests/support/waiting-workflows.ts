import { datasetControl, toDatasetId, type DatasetUse, type Waiter } from '@headrace/contracts';
import {
  condition,
  defineSignal,
  getExternalWorkflowHandle,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';

export { dataset } from '@headrace/workflows';

export interface WaiterRequest {
  readonly dataset: string;
  readonly start: string;
  /** Waits, forgets and waits again, as a run that was cancelled and started anew. */
  readonly twice: boolean;
}

/** Waits for one version, and answers with its number. */
export async function waiter({ dataset, start, twice }: WaiterRequest): Promise<number> {
  const uses: DatasetUse[] = [];
  setHandler(defineSignal<[DatasetUse]>(datasetControl.available), (use) => void uses.push(use));
  const handle = getExternalWorkflowHandle(toDatasetId(dataset));
  const { workflowId } = workflowInfo();
  const waiting: Waiter = { waiter: workflowId, start };
  if (twice) {
    await handle.signal(datasetControl.wait, { waiter: workflowId, start: '1970-01-01T00:00:00.000Z' });
    await handle.signal(datasetControl.forget, workflowId);
  }
  await handle.signal(datasetControl.wait, waiting);
  await condition(() => uses.length > 0);
  return uses[0]?.version ?? 0;
}
