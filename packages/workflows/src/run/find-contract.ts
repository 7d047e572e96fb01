import { findPipeline, pipelines, terminalErrors, type AnyPipelineContract } from '@headrace/contracts';
import { ApplicationFailure } from '@temporalio/workflow';

/** The contract of that name. Throws a terminal `UnknownPipeline`. */
export function findContract(name: string): AnyPipelineContract {
  const contract = findPipeline(name);
  if (contract) return contract;
  const message = `there is no pipeline ${name}; there are ${pipelines.map((known) => known.name).join(', ')}`;
  throw ApplicationFailure.nonRetryable(message, terminalErrors.unknownPipeline);
}
