import type { DatasetActivities } from '@headrace/contracts';

import type { ActivityDependencies } from '../dependencies.ts';
import { withFailures } from '../landing/failures.ts';
import { withBeats } from '../landing/with-beats.ts';
import { contractOf } from '../pipeline-of.ts';

/** Reads the first of a run's rows in another order than the list's. */
export function createTopRows({ store }: ActivityDependencies): DatasetActivities['topRows'] {
  return (request) =>
    withFailures(async () => {
      const contract = contractOf(request.pipeline);
      return withBeats(() => store.topRows(contract, request));
    });
}
