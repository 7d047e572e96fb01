import type { DatasetWorkflows } from '@headrace/contracts';

import { askWorkers } from '../ask-workers.ts';
import type { Settings } from '../settings.ts';

export interface DatasetQuestion {
  readonly workflow: keyof DatasetWorkflows;
  readonly request?: unknown;
  /** What is being done, as errors say it. */
  readonly work: string;
}

/** Has a short workflow look at datasets. Throws `NoAnswer`. */
export function askDatasets<Answer>(
  settings: Settings,
  { workflow, request, work }: DatasetQuestion,
): Promise<Answer> {
  const [subject, summary] = ['the datasets', 'Datasets'];
  return askWorkers<Answer>(settings, { workflow, request, id: 'datasets', summary, subject, work });
}
