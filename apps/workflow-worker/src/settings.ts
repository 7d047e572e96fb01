import { integer, text, type SettingsTable } from '@headrace/runtime';
import { createWorkerSettings, type WorkerSettings } from '@headrace/runtime/worker';

export interface WorkflowWorkerSettings extends WorkerSettings {
  readonly cachedWorkflows: number;
  readonly workflowSlots: number;
  readonly workflowBundle: string | undefined;
  readonly bundleCache: string | undefined;
}

export const workflowWorkerSettings: SettingsTable<WorkflowWorkerSettings> = {
  // The SDK's own default follows the heap's limit, which a container's limit is often below. About 1 MB each.
  cachedWorkflows: {
    flag: 'cached-workflows',
    env: 'HEADRACE_CACHED_WORKFLOWS',
    kind: integer(2, 100_000),
    default: 500,
    description:
      'runs kept in memory between their steps, about 1 MB each; others are replayed from their history',
  },
  workflowSlots: {
    flag: 'workflow-slots',
    env: 'HEADRACE_WORKFLOW_SLOTS',
    kind: integer(2, 1_000),
    default: 40,
    description: 'workflow tasks worked on at once; they wait for Temporal more than for the processor',
  },
  workflowBundle: {
    flag: 'workflow-bundle',
    env: 'HEADRACE_WORKFLOW_BUNDLE',
    kind: text(),
    description:
      'file of bundled workflows; by default the one next to the built worker, or the sources, bundled at start',
  },
  bundleCache: {
    flag: 'bundle-cache',
    env: 'HEADRACE_BUNDLE_CACHE',
    kind: text(),
    description:
      'folder that keeps the bundled sources until one of them changes; by default each start bundles them',
  },
  ...createWorkerSettings({ healthPort: 8081 }),
};
