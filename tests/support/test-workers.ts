import { taskQueues, type DatasetActivities, type LandingActivities } from '@headrace/contracts';
import { IllegalStateError } from '@temporalio/common';
import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkflowBundle } from '@temporalio/worker';

import { bundleWorkflows } from './workflow-rig.ts';

type Activities = LandingActivities & DatasetActivities;

/** Runs both workers on a real server, with the real workflows and the test's activities, for as long as `story` takes. */
export async function withWorkers<Result>(
  address: string,
  activities: Activities,
  story: () => Promise<Result>,
): Promise<Result> {
  return withBundle(address, { activities, workflowBundle: await bundleWorkflows() }, story);
}

/** The same for all tests of a file, until it is disposed of: a pair of workers takes half a second to start. */
export async function startWorkers(address: string, activities: Activities): Promise<AsyncDisposable> {
  const end = Promise.withResolvers<void>();
  const up = Promise.withResolvers<void>();
  const workers = withWorkers(address, activities, async () => {
    up.resolve();
    await end.promise;
  });
  await Promise.race([up.promise, workers]);
  return {
    async [Symbol.asyncDispose]() {
      end.resolve();
      await workers;
    },
  };
}

export interface BundledWorkers {
  readonly activities: Activities;
  readonly workflowBundle: WorkflowBundle;
}

/** The same, with the test's workflows. */
export async function withBundle<Result>(
  address: string,
  { activities, workflowBundle }: BundledWorkers,
  story: () => Promise<Result>,
): Promise<Result> {
  quietRuntime();
  const connection = await NativeConnection.connect({ address });
  try {
    const workflowWorker = await Worker.create({
      connection,
      taskQueue: taskQueues.workflows,
      workflowBundle,
    });
    const activityWorker = await Worker.create({ connection, taskQueue: taskQueues.activities, activities });
    return await workflowWorker.runUntil(activityWorker.runUntil(story));
  } finally {
    await connection.close();
  }
}

function quietRuntime(): void {
  try {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
  } catch (error) {
    // A file has one runtime; it is quiet already.
    if (!(error instanceof IllegalStateError)) throw error;
  }
}
