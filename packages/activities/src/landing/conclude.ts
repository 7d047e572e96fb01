import type { LandingActivities } from '@headrace/contracts';

import type { ActivityDependencies } from '../dependencies.ts';
import { contractOf } from '../pipeline-of.ts';
import { withFailures } from './failures.ts';

/** Totals a run up and publishes its dataset's version. */
export function createConclude({ store }: ActivityDependencies): LandingActivities['conclude'] {
  return (request) => withFailures(async () => store.conclude(contractOf(request.pipeline), request));
}
