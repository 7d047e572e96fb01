import {
  quarantineFilter,
  validateInput,
  type AnyInputSchema,
  type QuarantineWorkflows,
} from '@headrace/contracts';

import { InvalidInput } from '../errors/headrace-error.ts';
import { askWorkers } from '../temporal/ask.ts';
import type { Settings } from '../temporal/settings.ts';

interface QuarantineQuestion<Workflow extends keyof QuarantineWorkflows> {
  readonly request: Parameters<QuarantineWorkflows[Workflow]>[0];
  readonly run: string | undefined;
  /** The work on the quarantine: `reading`. */
  readonly work: string;
}

/** Has a short workflow work with the quarantine. */
export function askQuarantine<Workflow extends keyof QuarantineWorkflows>(
  settings: Settings,
  workflow: Workflow,
  { request, run, work }: QuarantineQuestion<Workflow>,
): ReturnType<QuarantineWorkflows[Workflow]> {
  return askWorkers(settings, {
    workflow,
    request,
    id: 'quarantine',
    summary: run === undefined ? 'Quarantine' : `Quarantine of ${run.slice(0, 100)}`,
    work: `${work} the quarantine`,
    subject: 'the quarantine',
    runId: run,
  }) as ReturnType<QuarantineWorkflows[Workflow]>;
}

/** Throws `InvalidInput` with every problem. */
export function checkFilter(given: object, schema: AnyInputSchema = quarantineFilter): void {
  const { problems } = validateInput(schema, given);
  if (problems) throw new InvalidInput('the quarantine', problems);
}
