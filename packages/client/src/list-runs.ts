import type { RunSummary } from '@headrace/contracts';

import { toClientError } from './call.ts';
import { toStart, toSummary } from './describe-run.ts';
import { toExecutionStatus, toRunState, type RunState } from './run-state.ts';
import type { Settings } from './settings.ts';

export interface ListOptions {
  /** Only this pipeline's runs. */
  readonly pipeline?: string;
  readonly state?: RunState;
  /** Runs at most; 20 by default. */
  readonly limit?: number;
}

export interface ListedRun {
  readonly runId: string;
  readonly pipeline: string;
  readonly state: RunState;
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601; `null` until it ends. */
  readonly endedAt: string | null;
  readonly summary: RunSummary | null;
}

/** Running ones first, then the latest ended; each id once, as its latest execution. Temporal shows a new run within a second. */
export async function listRuns(settings: Settings, options: ListOptions = {}): Promise<ListedRun[]> {
  const { limit = 20 } = options;
  try {
    return await settings.client.withDeadline(Date.now() + settings.callTimeout, () =>
      collect(settings, toVisibilityQuery(settings, options), limit),
    );
  } catch (error) {
    throw toClientError(error, '');
  }
}

function toVisibilityQuery({ pipelines }: Settings, { pipeline, state }: ListOptions): string {
  const listed = pipelines.filter(({ name }) => pipeline === undefined || name === pipeline);
  const types = listed.map(({ workflow }) => `'${workflow}'`).join(', ');
  const status = state ? `= '${toExecutionStatus(state)}'` : `!= 'ContinuedAsNew'`;
  return `WorkflowType IN (${types || "''"}) AND ExecutionStatus ${status}`;
}

async function collect({ client, pipelines }: Settings, query: string, limit: number): Promise<ListedRun[]> {
  const runs = new Map<string, ListedRun>();
  for await (const execution of client.workflow.list({ query, pageSize: Math.min(limit, 1_000) })) {
    const { workflowId: runId, type, status, startTime, closeTime, memo } = execution;
    if (runs.has(runId)) continue;
    runs.set(runId, {
      runId,
      pipeline: pipelines.find(({ workflow }) => workflow === type)?.name ?? type,
      state: toRunState(status.name),
      startedAt: toStart(memo, startTime).toISOString(),
      endedAt: closeTime?.toISOString() ?? null,
      summary: toSummary(memo),
    });
    if (runs.size >= limit) break;
  }
  return [...runs.values()];
}
