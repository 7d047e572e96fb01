import type { Interval, RunCounts } from '@headrace/contracts';

import { toFinding, type Finding } from './finding.ts';
import type { DatasetRecord, RunRecord } from './tables.ts';

/** Whether what a run says of itself is what its batches say, and nothing is left open that it says is done. */
export function auditRun(run: RunRecord, dataset: DatasetRecord): Finding[] {
  const problem = checkCounts(run);
  return [
    ...(problem === undefined ? [] : [toFinding('counts', { run: run.id }, problem)]),
    ...(run.state === 'completed' ? findUndone(run) : []),
    ...findVersion(run, dataset),
  ];
}

/** A run's totals, from its batches, its shards and its failed plans. */
export function toTotals({ batches, shards, planRequests }: RunRecord): RunCounts {
  const sum = (count: 'listed' | 'landed' | 'absent' | 'quarantined' | 'requests'): number =>
    batches.reduce((total, batch) => total + batch[count], 0);
  return {
    listed: sum('listed'),
    landed: sum('landed'),
    absent: sum('absent'),
    quarantined: sum('quarantined'),
    batches: batches.length,
    requests: shards.reduce((total, shard) => total + shard.requests, planRequests + sum('requests')),
  };
}

/** How counts differ from the totals; `undefined` where they do not. */
export function describeDifference(counts: RunCounts, totals: RunCounts): string | undefined {
  const names = Object.keys(totals) as (keyof RunCounts)[];
  const wrong = names.filter((name) => counts[name] !== totals[name]);
  return wrong.length === 0
    ? undefined
    : wrong.map((name) => `${counts[name]} ${name}, not ${totals[name]}`).join('; ');
}

function checkCounts(run: RunRecord): string | undefined {
  if (run.state === 'running') return undefined;
  if (run.counts === null) return `it is ${run.state} and was never totalled up`;
  const difference = describeDifference(run.counts, toTotals(run));
  return difference && `its totals are not those of its batches: ${difference}`;
}

function findUndone(run: RunRecord): Finding[] {
  const open = run.batches.filter(({ cursor, keys, pending }) => cursor < keys.length || pending.length > 0);
  const last = run.shards.at(-1);
  return [
    ...open.map(({ number, cursor, keys, pending }) => {
      const done = `${Math.min(cursor, keys.length)} of ${keys.length} keys worked through, ${pending.length} pending`;
      return toFinding(
        'state',
        { run: run.id, batch: number },
        `the run is completed and the batch is open: ${done}`,
      );
    }),
    ...(last?.next === null
      ? []
      : [toFinding('state', { run: run.id }, 'it is completed and was not listed to the end')]),
  ];
}

function findVersion(run: RunRecord, { name, versions }: DatasetRecord): Finding[] {
  const own = versions.find(({ run: id, generation }) => id === run.id && generation === run.generation);
  if (own === undefined) {
    const problem = `it is completed and published no version of ${name}`;
    return run.state === 'completed' ? [toFinding('version', { run: run.id }, problem)] : [];
  }
  const { landed } = toTotals(run);
  const of = `version ${own.version} of ${name}`;
  return [
    ...(own.rows === landed ? [] : [`${of} counts ${own.rows} rows; the run landed ${landed}`]),
    ...(own.interval?.start === run.interval?.start && own.interval?.end === run.interval?.end
      ? []
      : [`${of} is of ${show(own.interval)}; the run is of ${show(run.interval)}`]),
  ].map((problem) => toFinding('version', { run: run.id }, problem));
}

function show(interval: Interval | null): string {
  return interval ? `the interval ${interval.start} to ${interval.end}` : 'no interval';
}
