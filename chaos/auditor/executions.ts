import type { Client } from '@temporalio/client';

/** One execution of a workflow, as Temporal lists it. */
export interface ExecutionRecord {
  /** The workflow id. */
  readonly id: string;
  readonly execution: string;
  readonly type: string;
  /** `COMPLETED`, `CANCELLED` and so on. */
  readonly status: string;
  readonly memo: Readonly<Record<string, unknown>>;
  /** What started it as a child; `null` where nothing did. */
  readonly parent: { readonly id: string; readonly execution: string } | null;
  /** ms since 1970. */
  readonly startedAt: number;
  readonly closedAt: number | null;
}

/** All there are, of all workflows. */
export async function readExecutions(client: Client): Promise<ExecutionRecord[]> {
  const listed = await Array.fromAsync(client.workflow.list());
  return listed.map(({ workflowId, runId, type, status, memo, parentExecution, startTime, closeTime }) => ({
    id: workflowId,
    execution: runId,
    type,
    status: status.name,
    memo: memo ?? {},
    parent: parentExecution
      ? { id: parentExecution.workflowId ?? '', execution: parentExecution.runId ?? '' }
      : null,
    startedAt: startTime.getTime(),
    closedAt: closeTime?.getTime() ?? null,
  }));
}
