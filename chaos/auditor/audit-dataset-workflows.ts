import { setTimeout as sleep } from 'node:timers/promises';

import { datasetControl, datasetWorkflow, type DatasetState } from '@headrace/contracts';
import type { Client } from '@temporalio/client';

import type { ExecutionRecord } from './executions.ts';
import { toFinding, type Finding } from './finding.ts';

export interface AuditDatasetWorkflowsOptions {
  /** How long one may take to come to the end of its work, ms. */
  readonly patience: number;
}

/** Whether a dataset's workflow still keeps a run that has ended. Needs a workflow worker. */
export async function auditDatasetWorkflows(
  client: Client,
  executions: readonly ExecutionRecord[],
  { patience }: AuditDatasetWorkflowsOptions,
): Promise<Finding[]> {
  const deadline = Date.now() + patience;
  const open = executions.filter(({ type, status }) => type === datasetWorkflow && status === 'RUNNING');
  const findings: Finding[] = [];
  for (const { id } of open) {
    let found = await auditState(client, id);
    while (found.length > 0 && Date.now() < deadline) {
      await sleep(200);
      found = await auditState(client, id);
    }
    findings.push(...found);
  }
  return findings;
}

async function auditState(client: Client, id: string): Promise<Finding[]> {
  const { waiters } = await client.workflow.getHandle(id).query<DatasetState>(datasetControl.state);
  return waiters.map(({ waiter }) =>
    toFinding('wait', { run: waiter }, `it has ended, and ${id} still keeps it as one that waits`),
  );
}
