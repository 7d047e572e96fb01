import type { ConcludeRequest, Conclusion, LandingActivities } from '@headrace/contracts';
import { Context } from '@temporalio/activity';

import type { ActivityDependencies } from '../dependencies.ts';
import { pipelineOf } from '../pipeline-of.ts';
import { withFailures } from './failures.ts';
import { settleInput } from './settle-input.ts';
import { withBeats } from './with-beats.ts';

/** Totals a run up and publishes its dataset's version. */
export function createConclude(dependencies: ActivityDependencies): LandingActivities['conclude'] {
  return (request) => withFailures(() => conclude(request, dependencies));
}

async function conclude(request: ConcludeRequest, dependencies: ActivityDependencies): Promise<Conclusion> {
  const { contract, source } = pipelineOf(dependencies, request.pipeline);
  const { asked, ...ended } = request;
  const fence = Context.current().info.currentAttemptScheduledTimestampMs;
  const claim = {
    ...ended,
    fence,
    ...(asked && { asked: { ...asked, input: settleInput(source, asked.input) } }),
  };
  return withBeats(() => dependencies.store.conclude(contract, claim));
}
