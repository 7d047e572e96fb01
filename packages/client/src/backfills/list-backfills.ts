import { backfillWorkflow } from '@headrace/contracts';

import { toClientError } from '../call.ts';
import { toExecutionStatus, type RunState } from '../run-state.ts';
import type { Settings } from '../settings.ts';
import { toListedBackfill, type ListedBackfill } from './describe-backfill.ts';

export interface ListBackfillsOptions {
  /** Only this pipeline's backfills. */
  readonly pipeline?: string;
  readonly state?: RunState;
  /** Backfills at most; 20 by default. */
  readonly limit?: number;
}

/** Running ones first, then the latest ended; each name once. Temporal shows a new one within a second. */
export async function listBackfills(
  settings: Settings,
  options: ListBackfillsOptions = {},
): Promise<ListedBackfill[]> {
  try {
    return await settings.client.withDeadline(Date.now() + settings.callTimeout, () =>
      collect(settings, options),
    );
  } catch (error) {
    throw toClientError(error, backfillWorkflow);
  }
}

async function collect(
  { client }: Settings,
  { pipeline, state, limit = 20 }: ListBackfillsOptions,
): Promise<ListedBackfill[]> {
  const status = state ? `= '${toExecutionStatus(state)}'` : `!= 'ContinuedAsNew'`;
  const query = `WorkflowType = '${backfillWorkflow}' AND ExecutionStatus ${status}`;
  const backfills = new Map<string, ListedBackfill>();
  for await (const execution of client.workflow.list({ query, pageSize: 100 })) {
    const listed = toListedBackfill(execution);
    if (listed === undefined || backfills.has(listed.name)) continue;
    if (pipeline !== undefined && listed.request.pipeline !== pipeline) continue;
    backfills.set(listed.name, listed);
    if (backfills.size >= limit) break;
  }
  return [...backfills.values()];
}
