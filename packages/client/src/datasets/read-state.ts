import { datasetControl, emptyDataset, toDatasetId, type DatasetState } from '@headrace/contracts';

import { describeExecution } from '../describe-run.ts';
import { NoAnswer } from '../errors/no-answer.ts';
import { RunNotFound } from '../errors/run-not-found.ts';
import { isEnded, toRunState } from '../run-state.ts';
import type { Settings } from '../settings.ts';

/** What the workflow of a dataset keeps; nothing where nobody has asked of it yet. Throws `NoAnswer`. */
export async function readState(settings: Settings, dataset: string): Promise<DatasetState> {
  if (!(await isRunning(settings, dataset))) return emptyDataset(dataset);
  const handle = settings.client.workflow.getHandle(toDatasetId(dataset));
  try {
    return await settings.client.withDeadline(Date.now() + settings.callTimeout, () =>
      handle.query<DatasetState>(datasetControl.state),
    );
  } catch (cause) {
    // It is there, and Temporal has just answered.
    const hint = 'no workflow worker answers for it';
    throw new NoAnswer(`asking who waits for ${dataset}`, settings.callTimeout, { hint, cause });
  }
}

/** One that somebody has ended would still tell what it kept. */
async function isRunning(settings: Settings, dataset: string): Promise<boolean> {
  const workflowId = toDatasetId(dataset);
  try {
    const { status } = await describeExecution(settings, workflowId);
    return !isEnded(toRunState(status.name));
  } catch (error) {
    if (error instanceof RunNotFound) return false;
    throw error;
  }
}
