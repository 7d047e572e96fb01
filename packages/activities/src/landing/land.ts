import type { LandingActivities } from '@headrace/contracts';

import type { ActivityDependencies } from '../dependencies.ts';
import { pipelineOf } from '../pipeline-of.ts';
import { withFailures } from './failures.ts';
import { landBatch } from './land-batch.ts';

/** Lands one batch, from where its last attempt stopped. */
export function createLand(dependencies: ActivityDependencies): LandingActivities['land'] {
  return (request) =>
    withFailures(async () =>
      landBatch(request, { ...dependencies, ...pipelineOf(dependencies, request.pipeline) }),
    );
}
