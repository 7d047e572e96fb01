import type {
  DatasetActivities,
  IntervalActivities,
  LandingActivities,
  PruneActivities,
  QuarantineActivities,
  VersionActivities,
} from '@headrace/contracts';

import { createCountWords } from './rows/count-words.ts';
import { createReadRows, createTopRows } from './rows/read-rows.ts';
import { createVersions, createQuarantine } from './operations/questions.ts';
import type { ActivityDependencies } from './activity/dependencies.ts';
import { createFindFinished, createConclude, createPlan } from './landing/run.ts';
import { createLand } from './landing/land.ts';
import { createPrune } from './operations/prune.ts';

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
