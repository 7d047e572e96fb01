import type { DatasetActivities } from '@headrace/contracts';

import type { ActivityDependencies } from '../dependencies.ts';
import { withFailures } from '../landing/failures.ts';
import { contractOf } from '../pipeline-of.ts';

/** Reads a run's rows, a page a call. */
export function createReadRows({ store }: ActivityDependencies): DatasetActivities['readRows'] {
  return (request) => withFailures(async () => store.readRows(contractOf(request.pipeline), request));
}
