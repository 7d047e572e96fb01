import { checkWhen } from '@headrace/calendar';
import {
  checkBackfill,
  terminalErrors,
  type AnyPipelineContract,
  type BackfillRequest,
} from '@headrace/contracts';
import { ApplicationFailure } from '@temporalio/workflow';

import { findContract } from '../run/find-contract.ts';
import { readRequest } from '../run/read-request.ts';

/** The pipeline to run. Checks what any client may have sent; throws a terminal `InvalidInput` or `UnknownPipeline`. */
export function readBackfill(request: BackfillRequest): AnyPipelineContract {
  const unfit = checkWhen(request.when);
  const problems = [
    ...checkBackfill(request).map(({ message }) => message),
    ...(unfit === undefined ? [] : [unfit]),
  ];
  if (problems.length > 0) {
    const message = `backfill ${request.name} refused its input: ${problems.join('; ')}`;
    throw ApplicationFailure.nonRetryable(message, terminalErrors.invalidInput);
  }
  const contract = findContract(request.pipeline);
  readRequest(contract, request.request);
  return contract;
}
