import { fileURLToPath } from 'node:url';

import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';

/** Bundles the sources of the workflows for Temporal's sandbox. Throws when they import what is not deterministic. */
export function bundleWorkflows(): Promise<WorkflowBundle> {
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(import.meta.resolve('@headrace/workflows')),
    // Below an error, Webpack tells of every module.
    logger: new DefaultLogger('ERROR'),
  });
}
