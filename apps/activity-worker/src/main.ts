import { createActivities, systemClock } from '@headrace/activities';
import { taskQueues } from '@headrace/contracts';
import { orStop, runProcess, runWorker, type ProcessContext } from '@headrace/runtime/worker';
import { Worker } from '@temporalio/worker';

import { openSources } from './open-sources.ts';
import { checkStore, migrateStore, openStore } from './open-store.ts';
import { activityWorkerSettings, type ActivityWorkerSettings } from './settings.ts';

await runProcess(
  {
    name: 'activity-worker',
    description: [
      `run (the default) polls ${taskQueues.activities} and fetches, parses and lands.`,
      'migrate brings the tables up to date and ends.',
    ].join('\n'),
    settings: activityWorkerSettings,
    commands: ['run', 'migrate'],
  },
  (context) => (context.command === 'migrate' ? migrateStore(context.settings) : run(context)),
);

async function run(context: ProcessContext<ActivityWorkerSettings>): Promise<void> {
  const { settings, stop } = context;
  const store = await orStop(openStore(settings), stop);
  const { sources, budgets, close } = openSources(settings, store);
  const { progressTimeout } = settings;
  const activities = createActivities({ sources, budgets, store, clock: systemClock, progressTimeout });
  try {
    await runWorker(context, {
      ready: { store: () => checkStore(store) },
      create: (shared) =>
        Worker.create({
          ...shared,
          activities,
          taskQueue: taskQueues.activities,
          activityTaskPollerBehavior: { type: 'autoscaling' },
          maxConcurrentActivityTaskExecutions: settings.activitySlots,
          // A cancelled batch hears of it with its next heartbeat that is sent.
          maxHeartbeatThrottleInterval: 5_000,
          defaultHeartbeatThrottleInterval: 5_000,
        }),
    });
  } finally {
    await close();
    await store.close();
  }
}
