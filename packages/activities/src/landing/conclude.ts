import type { LandingActivities } from '@headrace/contracts';
import { Context } from '@temporalio/activity';

import type { ActivityDependencies } from '../dependencies.ts';
import { contractOf } from '../pipeline-of.ts';
import { withFailures } from './failures.ts';

/** Totals a run up and publishes its dataset's version. */
export function createConclude({ store }: ActivityDependencies): LandingActivities['conclude'] {
  return (request) =>
    withFailures(async () => {
      const contract = contractOf(request.pipeline);
      const fence = Context.current().info.currentAttemptScheduledTimestampMs;
      return store.conclude(contract, { ...request, fence });
    });
}
