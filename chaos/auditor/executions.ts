import { nominalTimeAttribute } from '@headrace/contracts';
import type { Client, WorkflowExecutionInfo } from '@temporalio/client';

const scheduledBy = 'TemporalScheduledById';

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
  /** The schedule that started it, and the time it was due, ms since 1970; `null` where none did. */
  readonly due: { readonly schedule: string; readonly at: number } | null;
  /** ms since 1970. */
  readonly startedAt: number;
  readonly closedAt: number | null;
}

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;
export type Event = NonNullable<History['events']>[number];
export type Payloads = NonNullable<NonNullable<Event['workflowExecutionStartedEventAttributes']>['input']>;

/** All there are, of all workflows. */
export async function readExecutions(client: Client): Promise<ExecutionRecord[]> {
  const listed = await Array.fromAsync(client.workflow.list());
  return listed.map(toRecord);
}

function toRecord(listed: WorkflowExecutionInfo): ExecutionRecord {
  const { parentExecution: parent, searchAttributes: attributes } = listed;
  const [schedule] = attributes[scheduledBy] ?? [];
  const [at] = attributes[nominalTimeAttribute] ?? [];
  return {
    id: listed.workflowId,
    execution: listed.runId,
    type: listed.type,
    status: listed.status.name,
    memo: listed.memo ?? {},
    parent: parent ? { id: parent.workflowId ?? '', execution: parent.runId ?? '' } : null,
    due: at instanceof Date ? { schedule: String(schedule), at: at.getTime() } : null,
    startedAt: listed.startTime.getTime(),
    closedAt: listed.closeTime?.getTime() ?? null,
  };
}
