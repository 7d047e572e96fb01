import type { AnyPipelineContract, BackfillFailure, BackfillRequest, Interval } from '@headrace/contracts';
import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/common';
import { CancellationScope, isCancellation } from '@temporalio/workflow';

import { executeIntervalRun } from '../run/execute-interval-run.ts';
import type { IntervalEnd } from './progress.ts';

export interface EndIntervalOptions {
  readonly contract: AnyPipelineContract;
  readonly request: BackfillRequest;
  /** Of the interval's run, whichever way it is started. */
  readonly runId: string;
  /** Whether the run has completed by now. */
  readonly isDone: () => Promise<boolean>;
}

/** Brings one interval to its end, as a child, and says which; a cancellation drains it. */
export async function endInterval(interval: Interval, options: EndIntervalOptions): Promise<IntervalEnd> {
  const { contract, request, runId, isDone } = options;
  try {
    await executeIntervalRun(contract, {
      interval,
      schedule: request.schedule,
      runId,
      request: request.request,
    });
    return 'completed';
  } catch (failure) {
    if (CancellationScope.current().consideredCancelled) return 'stopped';
    if (failure instanceof WorkflowExecutionAlreadyStartedError) {
      return (await isDone()) ? 'finished' : 'elsewhere';
    }
    return toFailure(failure, { interval, runId });
  }
}

const messageCharacters = 200;

function toFailure(
  failure: unknown,
  { interval, runId }: Pick<BackfillFailure, 'interval' | 'runId'>,
): BackfillFailure {
  const origin = unwrap(failure);
  const { name, message } = origin instanceof Error ? origin : { name: 'Error', message: String(origin) };
  const said = origin instanceof ApplicationFailure ? origin.type : undefined;
  const type = isCancellation(failure) ? 'Cancelled' : (said ?? name);
  return { interval, runId, type, message: message.slice(0, messageCharacters) };
}

/** The failure inside Temporal's own wrappings. */
function unwrap(failure: unknown): unknown {
  const wraps = failure instanceof ChildWorkflowFailure || failure instanceof ActivityFailure;
  return wraps && failure.cause ? unwrap(failure.cause) : failure;
}
