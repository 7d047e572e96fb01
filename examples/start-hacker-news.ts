// Starts a run from another service, by the contract alone: node examples/start-hacker-news.ts [RUN-ID]
import { hackerNews, taskQueues, type WorkflowOf } from '@headrace/contracts';
import { Client, Connection } from '@temporalio/client';

const connection = await Connection.connect({ address: process.env['TEMPORAL_ADDRESS'] ?? 'localhost:7233' });
try {
  const client = new Client({ connection });
  const run = await client.workflow.start<WorkflowOf<typeof hackerNews>>(hackerNews.workflow, {
    taskQueue: taskQueues.workflows,
    workflowId: process.argv[2] ?? `stories-${new Date().toISOString().slice(0, 10)}`,
    // A run of that id that is running already is taken up in place of a second one.
    workflowIdConflictPolicy: 'USE_EXISTING',
    args: [{ input: { feed: 'best', limit: 20 } }],
  });

  const { summary, rows, words } = await run.result();
  console.log(`${summary.runId}: ${summary.landed} of ${summary.listed} stories in ${summary.dataset}`);
  for (const story of rows.slice(0, 5)) console.log(`${String(story.score).padStart(6)}  ${story.title}`);
  console.log(words.map(({ word, count }) => `${word} ${count}`).join(', '));
} finally {
  await connection.close();
}
