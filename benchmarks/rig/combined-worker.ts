import { createActivities, createHttp, createSources, createStore, systemClock } from '@headrace/activities';
import { hackerNewsArchive, taskQueues } from '@headrace/contracts';
import { NativeConnection, Worker } from '@temporalio/worker';

/** Both of Headrace's workers in one process, as Temporal's samples have them. Sends `ready` to its parent. */
const [address, databaseUrl, source] = process.argv.slice(2);
const connection = await NativeConnection.connect({ address: address! });
const store = await createStore({ databaseUrl: databaseUrl! });
const sources = createSources({ http: createHttp(), baseUrls: { [hackerNewsArchive.name]: source } });
const activities = createActivities({ sources, store, clock: systemClock, progressTimeout: 600_000 });
const workers = await Promise.all([
  Worker.create({ connection, taskQueue: taskQueues.activities, activities }),
  Worker.create({
    connection,
    taskQueue: taskQueues.workflows,
    workflowBundle: { codePath: process.env['HEADRACE_WORKFLOW_BUNDLE']! },
  }),
]);
process.once('disconnect', () => process.exit(0));
process.send?.('ready');
await Promise.all(workers.map((worker) => worker.run()));
