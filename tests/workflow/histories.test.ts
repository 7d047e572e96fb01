import { readdirSync, readFileSync } from 'node:fs';

import { DefaultLogger, Runtime, Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';

import { bundleWorkflows } from '../support/workflow-rig.ts';

const folder = new URL('../golden/histories/', import.meta.url);

interface RecordedHistory {
  readonly events: readonly [
    { readonly workflowExecutionStartedEventAttributes: { readonly workflowId: string } },
  ];
}

describe('what earlier versions have begun goes on with this one', () => {
  let options: ReplayWorkerOptions;

  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    options = { workflowBundle: await bundleWorkflows() };
  });

  it.each(readdirSync(folder))('%s', async (name) => {
    const history = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as RecordedHistory;
    const { workflowId } = history.events[0].workflowExecutionStartedEventAttributes;
    await expect(Worker.runReplayHistory(options, history, workflowId)).resolves.toBeUndefined();
  });
});
