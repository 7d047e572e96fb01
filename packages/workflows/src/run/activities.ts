import {
  datasetDefaults,
  landingDefaults,
  type ActivityDefaults,
  type ActivityOverrides,
  type DatasetActivities,
  type LandingActivities,
} from '@headrace/contracts';
import { ActivityCancellationType, proxyActivities, type ActivityOptions } from '@temporalio/workflow';

export type RunActivities = LandingActivities & DatasetActivities;

/** The shared activities, each with its contract's options and the run's overrides. */
export function createRunActivities(overrides: ActivityOverrides): RunActivities {
  const proxied = Object.entries({ ...landingDefaults, ...datasetDefaults }).map(([name, defaults]) => {
    const activities = proxyActivities<RunActivities>(toOptions(defaults, overrides));
    return [name, activities[name as keyof RunActivities]];
  });
  return Object.fromEntries(proxied) as RunActivities;
}

function toOptions(defaults: ActivityDefaults, overrides: ActivityOverrides): ActivityOptions {
  const { heartbeatTimeout } = defaults;
  return {
    ...defaults,
    startToCloseTimeout: overrides.attemptTimeout ?? defaults.startToCloseTimeout,
    scheduleToCloseTimeout: overrides.totalTimeout ?? defaults.scheduleToCloseTimeout,
    ...(heartbeatTimeout && { heartbeatTimeout: overrides.heartbeatTimeout ?? heartbeatTimeout }),
    retry: {
      ...defaults.retry,
      maximumAttempts: overrides.maximumAttempts ?? defaults.retry.maximumAttempts,
    },
    // A cancelled batch commits the chunk in flight, and its counts are wanted.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  };
}
