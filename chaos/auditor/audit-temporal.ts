import { setTimeout as sleep } from 'node:timers/promises';

import {
  control,
  datasetWorkflow,
  landShardWorkflow,
  pipelines,
  type RunCounts,
  type RunMemo,
  type RunProgress,
  type RunSummary,
} from '@headrace/contracts';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';

import { auditBackfills } from './audit-backfills.ts';
import { auditDatasetWorkflows } from './audit-dataset-workflows.ts';
import { auditIntervals } from './audit-intervals.ts';
import { describeDifference, toTotals } from './audit-run.ts';
import { auditSchedules, auditSubscriptions } from './audit-schedules.ts';
import { auditWaits } from './audit-waits.ts';
import { readExecutions, type ExecutionRecord } from './executions.ts';
import { toFinding, type Finding } from './finding.ts';
import { readSubscriptions } from './read-subscriptions.ts';
import { readWaits } from './read-waits.ts';
import type { RunRecord, Tables } from './tables.ts';

export interface AuditTemporalOptions {
  /** How long visibility may lag behind, ms. */
  readonly patience: number;
}

/** What a worker is given to answer a query, ms. */
const queryTimeout = 20_000;

/** Whether Temporal and the store tell the same of each run, and no workflow is left open. Needs a workflow worker. */
export async function auditTemporal(
  client: Client,
  tables: Tables,
  { patience }: AuditTemporalOptions,
): Promise<Finding[]> {
  const { runs } = tables;
  const findings = await findOpen(client, patience);
  const executions = await readExecutions(client);
  for (const run of runs) findings.push(...(await auditExecution(client, run)));
  return [
    ...findings,
    ...findUnstored(executions, runs),
    ...auditIntervals(runs, executions),
    ...auditBackfills(executions, runs),
    ...auditWaits(await readWaits(client, executions), { tables, executions }),
    ...auditSchedules(executions, runs),
    ...auditSubscriptions(await readSubscriptions(client, executions), { tables, executions }),
    ...(await auditDatasetWorkflows(client, executions, { patience })),
  ];
}

async function findOpen(client: Client, patience: number): Promise<Finding[]> {
  // A dataset's workflow is there for good.
  const query = `ExecutionStatus = 'Running' AND WorkflowType != '${datasetWorkflow}'`;
  const deadline = Date.now() + patience;
  for (;;) {
    const open = await Array.fromAsync(client.workflow.list({ query }));
    if (open.length === 0) return [];
    if (Date.now() > deadline) {
      return Promise.all(open.map(({ workflowId, type }) => describeOpen(client, workflowId, type)));
    }
    await sleep(200);
  }
}

async function describeOpen(client: Client, workflowId: string, type: string): Promise<Finding> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  const pending = (raw.pendingActivities ?? []).map(
    ({ activityType, attempt }) => `${activityType?.name} in attempt ${attempt}`,
  );
  const what = type === landShardWorkflow ? 'a shard' : `the workflow ${type}`;
  const waits = pending.length === 0 ? 'with no activity pending' : `with ${pending.join(', ')} pending`;
  return toFinding(
    'open',
    { run: workflowId },
    `${what} is still open, ${waits}; none is to outlive its run`,
  );
}

/** What each state of the store may be in Temporal: a run that has published may be cancelled or fail later on. */
const statuses: Readonly<Record<RunRecord['state'], readonly string[]>> = {
  running: ['RUNNING'],
  completed: ['COMPLETED', 'CANCELLED', 'FAILED'],
  skipped: ['COMPLETED'],
  cancelled: ['CANCELLED'],
  failed: ['FAILED'],
};

async function auditExecution(client: Client, run: RunRecord): Promise<Finding[]> {
  const at = { run: run.id };
  const handle = client.workflow.getHandle(run.id);
  const description = await handle.describe().catch((error: unknown) => String(error));
  if (typeof description === 'string') {
    return [
      toFinding(
        'state',
        at,
        `it is ${run.state} in the store, and Temporal does not have it: ${description}`,
      ),
    ];
  }
  const status = description.status.name;
  if (!statuses[run.state].includes(status)) {
    const expected = statuses[run.state].join(' or ');
    const problem = `it is ${status} in Temporal and ${run.state} in the store; ${expected} is expected`;
    return [toFinding('state', at, problem)];
  }
  if (run.state === 'running') return [];
  const told: Readonly<Record<string, RunCounts | undefined>> = {
    memo: toMemo(description).summary,
    progress: await queryProgress(client, run.id),
    ...(status === 'COMPLETED' && { result: await readSummary(client, run.id) }),
  };
  return Object.entries(told).flatMap(([name, counts]) => {
    const difference = counts ? describeDifference(counts, toTotals(run)) : 'nothing';
    return difference === undefined ? [] : [toFinding('counts', at, `its ${name} tells ${difference}`)];
  });
}

function toMemo({ memo }: WorkflowExecutionDescription): RunMemo {
  return (memo ?? {}) as RunMemo;
}

async function queryProgress(client: Client, runId: string): Promise<RunProgress | undefined> {
  return client
    .withDeadline(Date.now() + queryTimeout, () =>
      client.workflow.getHandle(runId).query<RunProgress>(control.progress),
    )
    .catch(() => undefined);
}

async function readSummary(client: Client, runId: string): Promise<RunSummary | undefined> {
  const result = (await client.workflow.result(runId)) as { readonly summary?: RunSummary };
  return result.summary;
}

/** A run that was never planned is not in the store; one that completed or was skipped is. */
function findUnstored(executions: readonly ExecutionRecord[], runs: readonly RunRecord[]): Finding[] {
  const types = new Set(pipelines.map(({ workflow }) => workflow));
  const stored = new Set(runs.map(({ id }) => id));
  return executions
    .filter(({ id, type, status }) => types.has(type) && status === 'COMPLETED' && !stored.has(id))
    .map(({ id }) =>
      toFinding('state', { run: id }, 'it is COMPLETED in Temporal, and the store has no such run'),
    );
}
