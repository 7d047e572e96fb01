import {
  backfillWorkflow,
  toIntervalRunId,
  type BackfillMemo,
  type BackfillRequest,
  type BackfillSummary,
} from '@headrace/contracts';

import type { ExecutionRecord } from './executions.ts';
import { toFinding, type Finding } from './finding.ts';
import type { RunRecord } from './tables.ts';

/** Whether backfills count what their runs came to, in the store and in Temporal, and those that are through left nothing out. */
export function auditBackfills(
  executions: readonly ExecutionRecord[],
  runs: readonly RunRecord[],
): Finding[] {
  const done = new Set(
    runs.filter(({ state }) => state === 'completed' || state === 'skipped').map(({ id }) => id),
  );
  return executions
    .filter(({ type, status }) => type === backfillWorkflow && ended.has(status))
    .flatMap((execution) => auditBackfill(execution, { executions, done }));
}

const ended: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

interface Others {
  readonly executions: readonly ExecutionRecord[];
  /** Runs that have completed in the store, or were skipped. */
  readonly done: ReadonlySet<string>;
}

function auditBackfill(backfill: ExecutionRecord, { executions, done }: Others): Finding[] {
  const { request, summary, startedAt } = backfill.memo as Partial<BackfillMemo>;
  if (request === undefined || summary === undefined)
    return [
      toFinding('counts', { run: backfill.id }, `it is ${backfill.status}, and its memo tells no counts`),
    ];
  const problems = [
    ...checkSum(backfill, { request, summary }),
    ...checkDone(request, { summary, done }),
    // The runs of one that has continued as new are those of several executions.
    ...(startedAt === undefined ? checkStarted(backfill, { summary, executions }) : []),
  ];
  return problems.map((problem) => toFinding('counts', { run: backfill.id }, problem));
}

function checkSum(
  { status }: ExecutionRecord,
  { request, summary }: { request: BackfillRequest; summary: BackfillSummary },
): string[] {
  const { finished, completed, failed, elsewhere } = summary;
  const sum = finished + completed + failed + elsewhere;
  const asked = toRunIds(request).length;
  const fits = status === 'CANCELLED' ? sum <= asked : sum === asked;
  return [
    ...(fits ? [] : [`it is ${status} and counts ${sum} intervals; there are ${asked}`]),
    ...(status === 'COMPLETED' && failed > 0 ? [`it is COMPLETED, and counts ${failed} failed`] : []),
    ...(status === 'FAILED' && failed === 0 ? ['it is FAILED, and counts none failed'] : []),
  ];
}

/** What another start runs may have been done since. */
function checkDone(
  request: BackfillRequest,
  { summary, done }: { summary: BackfillSummary; done: ReadonlySet<string> },
): string[] {
  const { finished, completed } = summary;
  const stored = toRunIds(request).filter((id) => done.has(id)).length;
  if (finished + completed <= stored) return [];
  return [`it counts ${finished + completed} intervals done; the store has ${stored}`];
}

function checkStarted(
  { id, execution, status }: ExecutionRecord,
  { summary, executions }: { summary: BackfillSummary; executions: readonly ExecutionRecord[] },
): string[] {
  const own = executions.filter(({ parent }) => parent?.id === id && parent.execution === execution);
  const completed = own.filter((run) => run.status === 'COMPLETED').length;
  const failed = own.filter((run) => run.status !== 'COMPLETED' && run.status !== 'CONTINUED_AS_NEW').length;
  return [
    ...(summary.completed === completed
      ? []
      : [`it counts ${summary.completed} completed; of the runs that it started, ${completed} are`]),
    // What a cancelled one has cancelled, it does not count.
    ...(status === 'CANCELLED' || summary.failed === failed
      ? []
      : [`it counts ${summary.failed} failed; of the runs that it started, ${failed} are`]),
  ];
}

/** Of its intervals, which are counted from the epoch. */
function toRunIds({ pipeline, schedule, when, from, to, name }: BackfillRequest): string[] {
  if (!('every' in when)) throw new Error(`backfill ${name} is not of intervals of one length`);
  const { every, offset = 0 } = when;
  const first = Math.ceil((Date.parse(from) - offset) / every) * every + offset;
  const count = Math.ceil((Date.parse(to) - first) / every);
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    toIntervalRunId({ pipeline, schedule, start: new Date(first + index * every).toISOString() }),
  );
}
