import type { DatasetActivities, LandingActivities } from '@headrace/contracts';

import { createCountWords } from './datasets/count-words.ts';
import { createReadRows } from './datasets/read-rows.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { createConclude } from './landing/conclude.ts';
import { createLand } from './landing/land.ts';
import { createPlan } from './landing/plan.ts';

/** The activities of every pipeline, as a worker registers them. */
export function createActivities(dependencies: ActivityDependencies): LandingActivities & DatasetActivities {
  return {
    plan: createPlan(dependencies),
    land: createLand(dependencies),
    conclude: createConclude(dependencies),
    readRows: createReadRows(dependencies),
    countWords: createCountWords(dependencies),
  };
}
