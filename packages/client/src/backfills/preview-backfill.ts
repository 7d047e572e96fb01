import { intervalsBetween } from '@headrace/calendar';
import {
  findFinishedWorkflow,
  limits,
  toIntervalRunId,
  type AnyPipelineContract,
  type BackfillRequest,
  type Interval,
} from '@headrace/contracts';

import { askWorkers } from '../temporal/ask.ts';
import type { Settings } from '../temporal/settings.ts';
import { toBackfillRequest, type AnyBackfillOptions } from './backfill-request.ts';

export interface PreviewedInterval {
  readonly interval: Interval;
  readonly runId: string;
  /** Whether its run has completed. */
  readonly finished: boolean;
  /** Whether the backfill would run it. */
  readonly runs: boolean;
}

/** Some of a backfill's intervals, and what the whole backfill would be asked. */
export interface BackfillPreview {
  readonly request: BackfillRequest;
  readonly intervals: readonly PreviewedInterval[];
}

/**
 * Previews a backfill, oldest first, a page at a time; every page is one short workflow. Throws
 * `InvalidInput`, `NoAnswer` or `TemporalUnreachable`.
 */
export async function* previewBackfill(
  settings: Settings,
  contract: AnyPipelineContract,
  options: AnyBackfillOptions,
): AsyncGenerator<BackfillPreview, void> {
  const request = toBackfillRequest(settings, contract, options);
  const { when, from, to } = request;
  let page: Interval[] = [];
  for (const interval of intervalsBetween(when, { from: new Date(from), to: new Date(to) })) {
    page.push(interval);
    if (page.length < limits.runIdsPerQuestion) continue;
    yield await look(settings, request, page);
    page = [];
  }
  if (page.length > 0) yield await look(settings, request, page);
}

async function look(
  settings: Settings,
  request: BackfillRequest,
  page: readonly Interval[],
): Promise<BackfillPreview> {
  const { pipeline, schedule } = request;
  const runs = page.map((interval) => ({
    interval,
    runId: toIntervalRunId({ pipeline, schedule, start: interval.start }),
  }));
  const found = await askWorkers<readonly string[]>(settings, {
    workflow: findFinishedWorkflow,
    request: { runIds: runs.map(({ runId }) => runId) },
    id: 'find-finished',
    summary: `Finished intervals of ${pipeline}`,
    subject: 'the backfill',
    work: `asking which intervals of ${pipeline} are done`,
  });
  const finished = new Set(found);
  const again = request.request.again === true;
  const intervals = runs.map((run) => {
    const isFinished = finished.has(run.runId);
    return { ...run, finished: isFinished, runs: again || !isFinished };
  });
  return { request, intervals };
}
