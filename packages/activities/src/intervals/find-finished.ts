import type { IntervalActivities } from '@headrace/contracts';

import type { ActivityDependencies } from '../dependencies.ts';
import { withFailures } from '../landing/failures.ts';

/** Which intervals' runs need not be run again. */
export function createFindFinished({ store }: ActivityDependencies): IntervalActivities['findFinished'] {
  return ({ runIds }) => withFailures(() => store.findFinished(runIds));
}
