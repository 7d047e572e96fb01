import type {
  DatasetActivities,
  IntervalActivities,
  LandingActivities,
  PruneActivities,
  QuarantineActivities,
  VersionActivities,
} from '@headrace/contracts';

import { createCountWords } from './datasets/count-words.ts';
import { createReadRows } from './datasets/read-rows.ts';
import { createTopRows } from './datasets/top-rows.ts';
import { createVersions } from './datasets/versions.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { createFindFinished } from './intervals/find-finished.ts';
import { createConclude } from './landing/conclude.ts';
import { createLand } from './landing/land.ts';
import { createPlan } from './landing/plan.ts';
import { createPrune } from './pruning/prune.ts';
import { createQuarantine } from './quarantine/quarantine.ts';

/** The activities of every pipeline, as a worker registers them. */
export function createActivities(
  dependencies: ActivityDependencies,
): LandingActivities &
  DatasetActivities &
  IntervalActivities &
  PruneActivities &
  QuarantineActivities &
  VersionActivities {
  return {
    plan: createPlan(dependencies),
    land: createLand(dependencies),
    conclude: createConclude(dependencies),
    readRows: createReadRows(dependencies),
    topRows: createTopRows(dependencies),
    countWords: createCountWords(dependencies),
    findFinished: createFindFinished(dependencies),
    ...createPrune(dependencies),
    ...createQuarantine(dependencies),
    ...createVersions(dependencies),
  };
}
