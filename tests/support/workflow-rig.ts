import { findTestServer } from '@headrace/sandbox';
import { taskQueues, type DatasetActivities, type LandingActivities } from '@headrace/contracts';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker, type WorkflowBundle } from '@temporalio/worker';

import { bundleOnce, bundleWorkflows as bundleNow } from '../../apps/workflow-worker/src/bundle-workflows.ts';

export interface WorkflowRig extends AsyncDisposable {
  readonly environment: TestWorkflowEnvironment;
  /** Runs both workers, on their own queues, for as long as `story` takes. */
  withWorkers<Result>(
    activities: LandingActivities & DatasetActivities,
    story: () => Promise<Result>,
  ): Promise<Result>;
}

/** A time-skipping server with the real workflows; activities are the test's. */
export async function startWorkflowRig(): Promise<WorkflowRig> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const path = await findTestServer();
  const [environment, bundle] = await Promise.all([
    TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } }),
    bundleWorkflows(),
  ]);
  return {
    environment,
    async withWorkers(activities, story) {
      const common = { connection: environment.nativeConnection, maxCachedWorkflows: 50 };
      const workflowWorker = await Worker.create({
        ...common,
        taskQueue: taskQueues.workflows,
        workflowBundle: bundle,
      });
      const activityWorker = await Worker.create({ ...common, taskQueue: taskQueues.activities, activities });
      return workflowWorker.runUntil(activityWorker.runUntil(story));
    },
    [Symbol.asyncDispose]: () => environment.teardown(),
  };
}

/** The workflows as the worker bundles them. */
export function bundleWorkflows(): Promise<WorkflowBundle> {
  const folder = process.env['HEADRACE_BUNDLE_CACHE'];
  return folder ? bundleOnce({ folder }, bundleNow) : bundleNow();
}
