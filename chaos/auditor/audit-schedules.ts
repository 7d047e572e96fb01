import { toSubscribedRunId } from '@headrace/contracts';

import type { ExecutionRecord } from './executions.ts';
import { toFinding, type Finding } from './finding.ts';
import type { SubscriptionRecord } from './read-subscriptions.ts';
import type { RunRecord, Tables } from './tables.ts';

/** Whether schedules that leave no time out have run each interval, from the first to the last that they came to. */
export function auditSchedules(
  executions: readonly ExecutionRecord[],
  runs: readonly RunRecord[],
): Finding[] {
  const names = new Set(executions.flatMap(({ due }) => due?.schedule ?? []));
  return [...names].flatMap((name) => {
    const due = executions.filter((execution) => execution.due?.schedule === name);
    const own = runs.filter(({ schedule, interval }) => schedule === name && interval !== null);
    return [...findUnrun(due, own), ...findGaps(own)];
  });
}

/** The interval of each time that was acted on. */
function findUnrun(due: readonly ExecutionRecord[], own: readonly RunRecord[]): Finding[] {
  return due.flatMap(({ id, status, due: time }) => {
    const at = time?.at ?? 0;
    const run = own.find((one) => startOf(one) <= at && at < endOf(one));
    if (status !== 'COMPLETED' || run?.state === 'completed' || run?.state === 'skipped') return [];
    const problem = `it is COMPLETED, and the interval of ${new Date(at).toISOString()} is ${run?.state ?? 'not run'}`;
    return [toFinding('once', { run: id }, problem)];
  });
}

function findGaps(own: readonly RunRecord[]): Finding[] {
  const inOrder = own.toSorted((left, right) => startOf(left) - startOf(right));
  return inOrder.slice(1).flatMap((run, index) => {
    const before = inOrder[index]!;
    if (startOf(run) === endOf(before)) return [];
    return [
      toFinding(
        'once',
        { run: run.id },
        `no run is of the time from ${before.interval!.end} to its interval`,
      ),
    ];
  });
}

function startOf({ interval }: RunRecord): number {
  return Date.parse(interval!.start);
}

function endOf({ interval }: RunRecord): number {
  return Date.parse(interval!.end);
}

interface AuditSubscriptionsOptions {
  readonly tables: Tables;
  readonly executions: readonly ExecutionRecord[];
}

/** Whether each version has one run of whoever follows its dataset, on the version's interval. */
export function auditSubscriptions(
  subscriptions: readonly SubscriptionRecord[],
  { tables, executions }: AuditSubscriptionsOptions,
): Finding[] {
  const times = new Map<string, number>();
  for (const { id, status } of executions)
    if (status !== 'CONTINUED_AS_NEW') times.set(id, (times.get(id) ?? 0) + 1);
  const runs = new Map(tables.runs.map((run) => [run.id, run]));
  return subscriptions.flatMap((subscription) => {
    const { dataset, name, pipeline, since, isGone } = subscription;
    const versions = tables.datasets.get(dataset)?.versions ?? [];
    const idOf = (version: number): string => toSubscribedRunId({ pipeline, schedule: name, version });
    const answered = versions.filter(({ version }) => times.has(idOf(version)));
    const last = isGone ? (answered.at(-1)?.version ?? since) : (versions.at(-1)?.version ?? 0);
    return versions.flatMap(({ version, interval }) => {
      const id = idOf(version);
      const wanted = version > since && version <= last ? 1 : 0;
      const found = times.get(id) ?? 0;
      const own = runs.get(id);
      return [
        ...(found === wanted
          ? []
          : [`version ${version} of ${dataset} has started it ${found} times; ${wanted} is expected`]),
        ...(own && own.interval?.start !== interval?.start
          ? [
              `it works on ${own.interval?.start ?? 'no interval'}; version ${version} of ${dataset} is of ${interval?.start ?? 'none'}`,
            ]
          : []),
      ].map((problem) => toFinding('once', { run: id }, problem));
    });
  });
}
