import type { AnyPipelineContract, RunAsked, RunRef, RunRequest } from '@headrace/contracts';
import { workflowInfo } from '@temporalio/workflow';

import { createRunActivities, type RunActivities } from './activities.ts';
import { createProgress, toProgress, type ProgressKeeper } from './progress.ts';
import { readRequest, type CheckedRequest } from './read-request.ts';
import { toSteering } from './steering.ts';

/** What planning, landing, concluding and reading have between them. */
export interface RunParts {
  readonly ref: RunRef;
  readonly dataset: string;
  readonly checked: CheckedRequest;
  /** What the store is to keep of the request. */
  readonly asked: RunAsked;
  readonly progress: ProgressKeeper;
  readonly activities: RunActivities;
}

/** Throws a terminal `InvalidInput`. */
export function createRunParts(contract: AnyPipelineContract, request: RunRequest<unknown>): RunParts {
  const checked = readRequest(contract, request);
  const { batch, activity, carried } = checked;
  const { workflowId: runId, startTime } = workflowInfo();
  const ref: RunRef = { runId, pipeline: contract.name };
  return {
    ref,
    dataset: contract.dataset.name,
    checked,
    asked: toAsked(checked),
    progress: createProgress(carried?.progress ?? toProgress(ref, startTime, toSteering(batch))),
    activities: createRunActivities(activity),
  };
}

function toAsked({ input, interval, schedule, incremental }: CheckedRequest): RunAsked {
  return {
    input,
    execution: workflowInfo().firstExecutionRunId,
    ...(interval && { interval }),
    ...(schedule !== undefined && { schedule }),
    ...(incremental && { incremental }),
  };
}
