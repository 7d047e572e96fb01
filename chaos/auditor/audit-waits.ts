import { toDatasetId, type Dependency } from '@headrace/contracts';

import type { ExecutionRecord } from './executions.ts';
import { toFinding, type Finding } from './finding.ts';
import type { WaitRecord } from './read-waits.ts';
import type { RunRecord, Tables, VersionRecord } from './tables.ts';

export interface AuditWaitsOptions {
  readonly tables: Tables;
  readonly executions: readonly ExecutionRecord[];
}

/** How long before a run's time is up it is sure to be told of a version, ms: workers may have to come back first. */
const telling = 45_000;

/** Whether each run that waits was told once, reads what it needs, and was given up only when that did not come. */
export function auditWaits(
  waits: readonly WaitRecord[],
  { tables, executions }: AuditWaitsOptions,
): Finding[] {
  return waits.flatMap((wait) => {
    const run = tables.runs.find(({ id }) => id === wait.id);
    return wait.after.flatMap((dependency) => {
      const versions = tables.datasets.get(dependency.dataset)?.versions ?? [];
      const options = { dependency, run, versions: withTimes(versions, executions) };
      return [...findToldTwice(wait, dependency), ...checkEnd(wait, options)].map((problem) =>
        toFinding('wait', { run: wait.id }, problem),
      );
    });
  });
}

interface PublishedVersion extends VersionRecord {
  /** When its run had ended, ms since 1970: it was there then. Infinite where that is not known. */
  readonly thereAt: number;
}

interface Ending {
  readonly dependency: Dependency;
  readonly run: RunRecord | undefined;
  readonly versions: readonly PublishedVersion[];
}

function withTimes(
  versions: readonly VersionRecord[],
  executions: readonly ExecutionRecord[],
): PublishedVersion[] {
  const completedAt = new Map<string, number>();
  for (const { id, status, closedAt } of executions) {
    if (status !== 'COMPLETED' || closedAt === null) continue;
    completedAt.set(id, Math.min(closedAt, completedAt.get(id) ?? Infinity));
  }
  return versions.map((version) => ({ ...version, thereAt: completedAt.get(version.run) ?? Infinity }));
}

function findToldTwice({ told }: WaitRecord, { dataset }: Dependency): string[] {
  const times = told.filter((use) => use.dataset === dataset).length;
  return times > 1 ? [`it was told ${times} times of ${dataset}; once is expected`] : [];
}

function checkEnd(wait: WaitRecord, ending: Ending): string[] {
  if (wait.status === 'COMPLETED' && ending.run?.state === 'skipped')
    return checkGivenUp(wait, ending, 'skip');
  if (wait.status === 'COMPLETED') return checkRead(wait, ending);
  return wait.failure === 'DependencyMissed' ? checkGivenUp(wait, ending, 'fail') : [];
}

/** A version there is that the run could have read. */
function findMissed(wait: WaitRecord, { dependency, versions }: Ending): PublishedVersion | undefined {
  const isAny = dependency.otherwise === 'use-latest';
  return versions.find(
    (version) =>
      version.thereAt < toDeadline(wait, dependency) && (isAny || isMet(wait, dependency, version)),
  );
}

function checkGivenUp(wait: WaitRecord, ending: Ending, how: 'skip' | 'fail'): string[] {
  const { dataset, otherwise } = ending.dependency;
  const missed = findMissed(wait, ending);
  const fits = otherwise === how || (otherwise === 'use-latest' && how === 'fail');
  return [
    ...(fits ? [] : [`it was to ${otherwise} without ${dataset}; ${how} is what it did`]),
    ...(missed ? [`it did without ${dataset}; version ${missed.version} was there in time`] : []),
    ...findEarly(wait, ending),
  ];
}

function checkRead(wait: WaitRecord, ending: Ending): string[] {
  const { dependency, run, versions } = ending;
  const { dataset, otherwise } = dependency;
  const use = run?.uses.find((one) => one.dataset === dataset);
  const version = versions.find((one) => one.version === use?.version);
  if (version === undefined)
    return [`it reads no version of ${dataset} that there is; it was to wait for one`];
  if (isMet(wait, dependency, version)) return findUntold(wait, { dependency, version });
  if (otherwise !== 'use-latest')
    return [`it reads version ${version.version} of ${dataset}, which is not of its interval`];
  const met = versions.find(
    (one) => one.thereAt < toDeadline(wait, dependency) && isMet(wait, dependency, one),
  );
  return [
    ...(met
      ? [`it reads version ${version.version} of ${dataset}; version ${met.version} was there in time`]
      : []),
    ...findEarly(wait, ending),
  ];
}

function findUntold(
  wait: WaitRecord,
  { dependency, version }: { dependency: Dependency; version: PublishedVersion },
): string[] {
  const { dataset } = dependency;
  const isAsked = wait.asked.has(toDatasetId(dataset));
  const isTold = wait.told.some((use) => use.dataset === dataset);
  if (!isAsked || isTold || version.thereAt > toDeadline(wait, dependency) - telling) return [];
  return [`it was not told of version ${version.version} of ${dataset}, and found it at the end of its time`];
}

function findEarly(wait: WaitRecord, { dependency }: Ending): string[] {
  const left = toDeadline(wait, dependency) - (wait.closedAt ?? Infinity);
  return left > 0 ? [`it gave ${dependency.dataset} up ${left} ms before its time was over`] : [];
}

function toDeadline({ startedAt }: WaitRecord, { within }: Dependency): number {
  return startedAt + within;
}

function isMet({ start }: WaitRecord, need: Dependency, { interval }: VersionRecord): boolean {
  if (need.interval === 'latest' || start === undefined) return true;
  if (interval === null) return false;
  const at = Date.parse(start);
  return Date.parse(interval.start) <= at && at < Date.parse(interval.end);
}
