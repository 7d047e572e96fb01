import { toIntervalRunId } from '@headrace/contracts';

import type { ExecutionRecord } from './executions.ts';
import { toFinding, type Finding } from './finding.ts';
import type { RunRecord } from './tables.ts';

/** Whether each interval has one run, under its id, that was run no more once it had completed. */
export function auditIntervals(
  runs: readonly RunRecord[],
  executions: readonly ExecutionRecord[],
): Finding[] {
  const executionsOf = Map.groupBy(executions, ({ id }) => id);
  return runs.flatMap((run) => [...findMisnamed(run), ...findRepeated(run, executionsOf.get(run.id) ?? [])]);
}

/** Of a version's run. */
const isVersions = /\/v\d+$/;

function findMisnamed({ id, pipeline, schedule, interval }: RunRecord): Finding[] {
  if (schedule === null || interval === null || isVersions.test(id)) return [];
  const wanted = toIntervalRunId({ pipeline, schedule, start: interval.start });
  return id === wanted ? [] : [toFinding('once', { run: id }, `its interval is that of run ${wanted}`)];
}

/** Each time that it starts over, a run may complete once more. */
function findRepeated(
  { id, schedule, generation }: RunRecord,
  executions: readonly ExecutionRecord[],
): Finding[] {
  const whole = executions.filter(({ status }) => status !== 'CONTINUED_AS_NEW');
  const completed = whole.filter(({ status }) => status === 'COMPLETED').map(({ closedAt }) => closedAt ?? 0);
  const first = Math.min(...completed);
  const later = whole.filter(({ startedAt }) => startedAt >= first).length;
  if (schedule === null || later < generation) return [];
  return [
    toFinding(
      'once',
      { run: id },
      `${later} executions were begun after it had completed, and it started over ${generation - 1} times`,
    ),
  ];
}
