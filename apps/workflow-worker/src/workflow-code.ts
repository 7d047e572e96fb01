import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { StartFailure } from '@headrace/runtime';
import type { WorkflowBundleOption } from '@temporalio/worker';

import { bundleWorkflows } from './bundle-workflows.ts';

/** The bundle that was asked for, else the one next to the built worker, else the sources, bundled now. */
export async function loadWorkflowCode(asked: string | undefined): Promise<WorkflowBundleOption> {
  if (asked !== undefined && !existsSync(asked)) {
    throw new StartFailure(
      `HEADRACE_WORKFLOW_BUNDLE names ${asked}, which does not exist. "pnpm build" makes one.`,
    );
  }
  const built = fileURLToPath(new URL('workflow-bundle.js', import.meta.url));
  const codePath = asked ?? (existsSync(built) ? built : undefined);
  // Bundling takes less than a second: not worth a cache that can be stale.
  return codePath === undefined ? bundleWorkflows() : { codePath };
}
