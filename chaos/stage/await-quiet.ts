import { setTimeout as sleep } from 'node:timers/promises';

import { datasetControl, datasetWorkflow, type DatasetState } from '@headrace/contracts';

import type { Stage } from './open-stage.ts';

/** Between two looks, ms; a workflow that was just started may be listed that much later. */
const pause = 1_000;

/** Waits until nothing works any more, and datasets have told of every version; at most until `deadline`, ms since 1970. */
export async function awaitQuiet({ temporal }: Stage, deadline: number): Promise<void> {
  for (let looks = 0; looks < 2 && Date.now() < deadline;) {
    await sleep(pause);
    const isQuiet = await look(temporal).catch(() => false);
    looks = isQuiet ? looks + 1 : 0;
  }
}

async function look(temporal: Stage['temporal']): Promise<boolean> {
  const open = await Array.fromAsync(temporal.workflow.list({ query: `ExecutionStatus = 'Running'` }));
  for (const { type, workflowId } of open) {
    if (type !== datasetWorkflow) return false;
    const state = await temporal.workflow.getHandle(workflowId).query<DatasetState>(datasetControl.state);
    if (state.subscriptions.some(({ since }) => since < state.lastVersion)) return false;
  }
  return true;
}
