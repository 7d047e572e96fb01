import {
  createActivities,
  createHttp,
  createSources,
  sourceSettings,
  systemClock,
} from '@headrace/activities';
import { taskQueues } from '@headrace/contracts';
import { orStop, runProcess, runWorker, type ProcessContext } from '@headrace/runtime/worker';
import { Worker } from '@temporalio/worker';

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
  const http = createHttp({ timeout: settings.httpTimeout, maxBytes: settings.httpMaxBytes });
  const { progressTimeout } = settings;
  const baseUrls = Object.fromEntries(
    sourceSettings.map(({ pipeline }) => [pipeline, settings[`source:${pipeline}`]]),
  );
  const sources = createSources({ http, baseUrls });
  const activities = createActivities({ sources, store, clock: systemClock, progressTimeout });
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
    await http.close();
    await store.close();
  }
}
