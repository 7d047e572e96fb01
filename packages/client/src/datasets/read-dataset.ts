import {
  datasetControl,
  emptyDataset,
  toDatasetId,
  type DatasetState,
  type DatasetDescription,
  type DatasetVersion,
  type DescribeDatasetRequest,
  type DatasetWorkflows,
} from '@headrace/contracts';

import { NoAnswer } from '../errors/headrace-error.ts';
import { RunNotFound } from '../errors/run-errors.ts';
import { describeExecution } from '../runs/describe-run.ts';
import { askWorkers } from '../temporal/ask.ts';
import { isEnded, toRunState } from '../temporal/run-state.ts';
import type { Settings } from '../temporal/settings.ts';

/** Reads the state of a dataset's workflow; empty before the first request. Throws `NoAnswer`. */
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

/** An ended workflow would still answer with old state. */
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

/** A dataset's newest versions, newest first. Throws `NoAnswer`. */
export async function readVersions(
  settings: Settings,
  request: DescribeDatasetRequest,
): Promise<readonly DatasetVersion[]> {
  const { versions } = await askDatasets<DatasetDescription>(settings, {
    workflow: 'describeDataset',
    request,
    work: `reading the versions of ${request.dataset}`,
  });
  return versions;
}

interface DatasetQuestion {
  readonly workflow: keyof DatasetWorkflows;
  readonly request?: unknown;
  /** The work in progress, as errors name it. */
  readonly work: string;
}

/** Has a short workflow look at datasets. Throws `NoAnswer`. */
export function askDatasets<Answer>(
  settings: Settings,
  { workflow, request, work }: DatasetQuestion,
): Promise<Answer> {
  const [subject, summary] = ['the datasets', 'Datasets'];
  return askWorkers<Answer>(settings, { workflow, request, id: 'datasets', summary, subject, work });
}

/** The datasets of all pipelines, each once. */
export function datasetNames({ pipelines }: Pick<Settings, 'pipelines'>): string[] {
  return [...new Set(pipelines.map(({ dataset }) => dataset.name))];
}
