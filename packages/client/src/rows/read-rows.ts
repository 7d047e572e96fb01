import {
  readRowsWorkflow,
  type AnyPipelineContract,
  type ReadRowsRequest,
  type RowPage,
} from '@headrace/contracts';

import { askWorkers } from '../temporal/ask.ts';
import type { Settings } from '../temporal/settings.ts';

export interface RowsOptions {
  /** The pipeline's latest concluded run where it is not given. */
  readonly runId?: string;
  /** Rows at most; all of the run's by default. */
  readonly limit?: number;
}

/** Rows asked for at once; a page holds as many of them as fit a payload. */
const pageSize = 1_000;

/**
 * A run's rows in list order, a page at a time; every page is one short workflow.
 * Throws `RunNotFound`, `RunPruned`, `NoAnswer` or `TemporalUnreachable`.
 */
export async function* readPages(
  settings: Settings,
  contract: AnyPipelineContract,
  { runId, limit = Infinity }: RowsOptions = {},
): AsyncGenerator<RowPage, void> {
  let wanted = limit;
  let request: ReadRowsRequest = {
    pipeline: contract.name,
    ...(runId && { runId }),
    limit: Math.min(wanted, pageSize),
  };
  for (;;) {
    const page = await readPage(settings, request);
    yield page;
    wanted -= page.rows.length;
    if (page.next === undefined || wanted <= 0) return;
    request = { ...request, runId: page.runId, limit: Math.min(wanted, pageSize), after: page.next };
  }
}

/** One page of a run's rows. Throws as `readPages` does. */
export function readPage(settings: Settings, request: ReadRowsRequest): Promise<RowPage> {
  const { pipeline, runId } = request;
  return askWorkers<RowPage>(settings, {
    workflow: readRowsWorkflow,
    request,
    id: `read-rows/${pipeline}`,
    summary: `Rows of ${pipeline}`,
    subject: pipeline,
    work: `reading ${runId ? `run ${runId}` : `the latest run of ${pipeline}`}`,
    runId,
  });
}
