import { taskQueues } from '@headrace/contracts';
import { orStop, runProcess, runWorker } from '@headrace/runtime/worker';
import { Worker } from '@temporalio/worker';

import { workflowWorkerSettings } from './settings.ts';
import { loadWorkflowCode } from './workflow-code.ts';

await runProcess(
  {
    name: 'workflow-worker',
    description: `Polls ${taskQueues.workflows} and runs the workflows. Needs no network but Temporal's.`,
    settings: workflowWorkerSettings,
  },
  async (context) => {
    const { settings, stop } = context;
    const workflowBundle = await orStop(loadWorkflowCode(settings), stop);
    await runWorker(context, {
      create: (shared) =>
        Worker.create({
          ...shared,
          workflowBundle,
          taskQueue: taskQueues.workflows,
          workflowTaskPollerBehavior: { type: 'autoscaling' },
          maxConcurrentWorkflowTaskExecutions: settings.workflowSlots,
          maxCachedWorkflows: settings.cachedWorkflows,
          reuseV8Context: true,
          // A run of a lost worker waits this long before another worker takes it over.
          stickyQueueScheduleToStartTimeout: 5_000,
        }),
    });
  },
);
