import type { DatasetActivities, LandingActivities, QuarantineActivities } from '@headrace/contracts';

import { createCountWords } from './datasets/count-words.ts';
import { createReadRows } from './datasets/read-rows.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { createConclude } from './landing/conclude.ts';
import { createLand } from './landing/land.ts';
import { createPlan } from './landing/plan.ts';
import { createQuarantine } from './quarantine/quarantine.ts';

/** The activities of every pipeline, as a worker registers them. */
export function createActivities(
  dependencies: ActivityDependencies,
): LandingActivities & DatasetActivities & QuarantineActivities {
  return {
    plan: createPlan(dependencies),
    land: createLand(dependencies),
    conclude: createConclude(dependencies),
    readRows: createReadRows(dependencies),
    countWords: createCountWords(dependencies),
    ...createQuarantine(dependencies),
  };
}
