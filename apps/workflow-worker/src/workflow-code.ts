import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { StartFailure } from '@headrace/runtime';
import type { WorkflowBundleOption } from '@temporalio/worker';

import { bundleOnce, bundleWorkflows } from './bundle-workflows.ts';
import type { WorkflowWorkerSettings } from './settings.ts';

type CodeSettings = Pick<WorkflowWorkerSettings, 'workflowBundle' | 'bundleCache'>;

/** The bundle that was asked for, else the one next to the built worker, else the sources, bundled now. */
export async function loadWorkflowCode(settings: CodeSettings): Promise<WorkflowBundleOption> {
  const { workflowBundle: asked, bundleCache } = settings;
  if (asked !== undefined) await assertBundle(asked);
  const built = fileURLToPath(new URL('workflow-bundle.js', import.meta.url));
  const codePath = asked ?? (existsSync(built) ? built : undefined);
  if (codePath !== undefined) return { codePath };
  return bundleCache === undefined ? bundleWorkflows() : bundleOnce({ folder: bundleCache }, bundleWorkflows);
}

async function assertBundle(path: string): Promise<void> {
  const code = await readFile(path, 'utf8').catch(({ message }: Error) => refuseBundle(path, message));
  // The name under which Temporal's SDK looks for what is bundled.
  if (!code.includes('__TEMPORAL__')) refuseBundle(path, 'it holds no bundled workflows');
}

function refuseBundle(path: string, reason: string): never {
  throw new StartFailure(
    `HEADRACE_WORKFLOW_BUNDLE names ${path}, which cannot be used: ${reason}. "pnpm build" makes one.`,
  );
}
