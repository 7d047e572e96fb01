import { TestWorkflowEnvironment } from '@temporalio/testing';

// The SDK downloads only on the way to starting a server; a process of its own can be given up on.
const [type, version = 'default', downloadDir = '.'] = process.argv.slice(2);
const server = { executable: { type: 'cached-download', version, downloadDir } } as const;

try {
  const environment =
    type === 'time-skipping'
      ? await TestWorkflowEnvironment.createTimeSkipping({ server })
      : await TestWorkflowEnvironment.createLocal({ server });
  await environment.teardown();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
