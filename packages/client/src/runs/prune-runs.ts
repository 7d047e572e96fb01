import { randomUUID } from 'node:crypto';

import {
  pruneFilter,
  validateInput,
  type PruneFilter,
  type PrunePreview,
  type PruneProgress,
  type PruneWorkflows,
} from '@headrace/contracts';

import { InvalidInput } from '../errors/headrace-error.ts';
import { askWorkers } from '../temporal/ask.ts';
import type { Settings } from '../temporal/settings.ts';

/**
 * Prunes, some seconds a short workflow; yields what has been removed so far. What it has removed stays so, wherever it
 * ends; another one goes on. Throws `InvalidInput`, `NoAnswer`, `RunFailed` or `TemporalUnreachable`.
 */
export async function* pruneRuns(
  settings: Settings,
  filter: PruneFilter,
): AsyncGenerator<PruneProgress, void> {
  checkFilter(filter);
  const request = { ...filter, id: randomUUID() };
  let progress: PruneProgress;
  do {
    progress = await ask(settings, 'prune', request);
    yield progress;
  } while (progress.more);
}

/** Counts the runs that a prune would remove now. Throws as `pruneRuns` does. */
export async function previewPrune(settings: Settings, filter: PruneFilter): Promise<PrunePreview> {
  checkFilter(filter);
  return ask(settings, 'previewPrune', filter);
}

function ask<Workflow extends keyof PruneWorkflows>(
  settings: Settings,
  workflow: Workflow,
  request: Parameters<PruneWorkflows[Workflow]>[0],
): ReturnType<PruneWorkflows[Workflow]> {
  return askWorkers(settings, {
    workflow,
    request,
    id: 'prune',
    summary: 'Prune',
    subject: 'a prune',
    work: 'pruning',
  }) as ReturnType<PruneWorkflows[Workflow]>;
}

function checkFilter(filter: PruneFilter): void {
  const { problems } = validateInput(pruneFilter, filter);
  if (problems) throw new InvalidInput('a prune', problems);
}
