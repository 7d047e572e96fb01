import { checkWhen, intervalAt } from '@headrace/calendar';
import {
  checkInterval,
  nominalTimeAttribute,
  normaliseInterval,
  scheduleName,
  terminalErrors,
  toIntervalRunId,
  validateInput,
  type Interval,
  type RunIntervalRequest,
  type RunIntervalResult,
} from '@headrace/contracts';
import {
  defineSearchAttributeKey,
  SearchAttributeType,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/common';
import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';

import { executeIntervalRun, findContract, findFinishedRuns } from './interval-run.ts';

const nominalTime = defineSearchAttributeKey(nominalTimeAttribute, SearchAttributeType.DATETIME);

/**
 * Runs the interval that a schedule's start is due for, unless it has been run. It waits for the run: the schedule's
 * overlap policy and its pause on failure are of this workflow. Throws a terminal `InvalidInput` or `UnknownPipeline`
 * before anything starts, and what the run fails with.
 */
export async function runInterval(given: RunIntervalRequest): Promise<RunIntervalResult> {
  const { pipeline, schedule, request } = checkRequest(given);
  const contract = findContract(pipeline);
  const interval = toInterval(given);
  const runId = toIntervalRunId({ pipeline, schedule, start: interval.start });
  if (!request.again && (await isFinished(runId))) return { runId, interval, outcome: 'finished-already' };
  try {
    await executeIntervalRun(contract, { interval, schedule, runId, request });
    return { runId, interval, outcome: 'completed' };
  } catch (failure) {
    if (!(failure instanceof WorkflowExecutionAlreadyStartedError)) throw failure;
    const outcome = (await isFinished(runId)) ? 'finished-already' : 'running-already';
    return { runId, interval, outcome };
  }
}

function checkRequest(given: RunIntervalRequest): RunIntervalRequest {
  const { schedule, when, interval, request = {} } = given ?? {};
  const unfit = when === undefined ? undefined : checkWhen(when);
  const problems = [
    ...(validateInput({ schedule: scheduleName }, { schedule }).problems ?? []),
    ...(interval === undefined ? [] : checkInterval(interval)),
  ].map(({ message }) => message);
  if (unfit !== undefined) problems.push(unfit);
  if (problems.length > 0) throw refuse(problems.join('; '));
  return { ...given, request };
}

function toInterval({ when, interval }: RunIntervalRequest): Interval {
  if (interval !== undefined) return normaliseInterval(interval);
  const nominal = workflowInfo().typedSearchAttributes.get(nominalTime);
  if (nominal === undefined) {
    throw refuse('it was not started by a schedule, and so has no nominal time; give the interval to run');
  }
  if (when === undefined) throw refuse('when: missing; give it, or the interval to run');
  try {
    return intervalAt(when, nominal);
  } catch (error) {
    throw error instanceof RangeError ? refuse(error.message) : error;
  }
}

function refuse(problem: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`runInterval: ${problem}`, terminalErrors.invalidInput);
}

async function isFinished(runId: string): Promise<boolean> {
  return (await findFinishedRuns([runId])).has(runId);
}
