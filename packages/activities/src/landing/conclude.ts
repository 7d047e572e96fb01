import type { ConcludeRequest, Conclusion, LandingActivities, RunAsked } from '@headrace/contracts';
import { Context } from '@temporalio/activity';

import type { ActivityDependencies } from '../dependencies.ts';
import { pipelineOf } from '../pipeline-of.ts';
import type { AnySource } from '../source.ts';
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
    ...(asked && { asked: settle(asked, { source, outcome: ended.outcome }) }),
  };
  return withBeats(() => dependencies.store.conclude(contract, claim));
}

interface SettleOptions {
  readonly source: AnySource;
  readonly outcome: ConcludeRequest['outcome'];
}

/** A skipped run has ended well; what another one was asked may be why it has not. */
function settle(asked: RunAsked, { source, outcome }: SettleOptions): RunAsked {
  return outcome === 'skipped' ? { ...asked, input: settleInput(source, asked.input) } : asked;
}
