import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { StartFailure } from '@headrace/runtime';
import type { WorkflowBundleOption } from '@temporalio/worker';

import { bundleOnce } from './bundle-cache.ts';
import { bundleWorkflows } from './bundle-workflows.ts';
import type { WorkflowWorkerSettings } from './settings.ts';

type CodeSettings = Pick<WorkflowWorkerSettings, 'workflowBundle' | 'bundleCache'>;

/** The bundle that was asked for, else the one next to the built worker, else the sources, bundled now. */
export async function loadWorkflowCode(settings: CodeSettings): Promise<WorkflowBundleOption> {
  const { workflowBundle: asked, bundleCache } = settings;
  if (asked !== undefined && !existsSync(asked)) {
    throw new StartFailure(
      `HEADRACE_WORKFLOW_BUNDLE names ${asked}, which does not exist. "pnpm build" makes one.`,
    );
  }
  const built = fileURLToPath(new URL('workflow-bundle.js', import.meta.url));
  const codePath = asked ?? (existsSync(built) ? built : undefined);
  if (codePath !== undefined) return { codePath };
  return bundleCache === undefined ? bundleWorkflows() : bundleOnce({ folder: bundleCache }, bundleWorkflows);
}
