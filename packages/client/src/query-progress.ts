import { control } from '@headrace/contracts';

import type { Settings } from './settings.ts';

/** Asks a workflow for its progress by its id alone, so that one that continued as new answers; `null` without a worker. */
export async function queryProgress<Progress>(
  { client, queryTimeout }: Settings,
  workflowId: string,
): Promise<Progress | null> {
  const handle = client.workflow.getHandle(workflowId);
  const asked = client.withDeadline(Date.now() + queryTimeout, () =>
    handle.query<Progress>(control.progress),
  );
  // Whatever else than an absent worker hinders it, the description that follows says.
  return asked.catch(() => null);
}
