import {
  findCycle,
  findPipeline,
  isTimed,
  pipelines,
  terminalErrors,
  type DatasetState,
  type Schedule,
  type SubscribeRequest,
} from '@headrace/contracts';
import { ApplicationFailure } from '@temporalio/workflow';

import { findSubscription, refuseSubscription } from './state.ts';

/** Throws a terminal `InvalidInput` for what is no subscription to the dataset, or one too many. */
export function assertSubscription(state: DatasetState, { definition, replace }: SubscribeRequest): void {
  const { name } = definition;
  const taken = !replace && findSubscription(state, name) !== undefined;
  const problem = taken
    ? `there is a subscription ${name} to ${state.dataset} already`
    : (refuseDefinition(state, definition) ?? refuseSubscription(state, definition));
  if (problem !== undefined) throw ApplicationFailure.nonRetryable(problem, terminalErrors.invalidInput);
}

function refuseDefinition({ dataset }: DatasetState, { when, pipeline }: Schedule): string | undefined {
  if (isTimed(when) || when.on !== dataset) return `when: ${JSON.stringify(when)} is not on ${dataset}`;
  if (findPipeline(pipeline) === undefined) {
    const names = pipelines.map(({ name }) => name).join(', ');
    return `pipeline: there is no pipeline ${JSON.stringify(pipeline)}; there are ${names}`;
  }
  return findCycle({ pipeline, dataset }, { pipelines });
}
