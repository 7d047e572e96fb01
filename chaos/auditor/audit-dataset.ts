import { toFinding, type Finding } from './finding.ts';
import { createQuarantineLookup, toPlaces } from './places.ts';
import type { DatasetRecord, RunRecord } from './tables.ts';

/** Whether a dataset holds the rows that its runs landed and no others, and its versions follow on each other. */
export function auditDataset(dataset: DatasetRecord, runs: readonly RunRecord[]): Finding[] {
  return [...findStrayRows(dataset, runs), ...findStrayVersions(dataset, runs)];
}

function findStrayRows({ name, rows }: DatasetRecord, runs: readonly RunRecord[]): Finding[] {
  const listed = new Map(runs.map((run) => [run.id, new Set(run.batches.flatMap(({ keys }) => keys))]));
  const landed = findLanded(runs);
  return [...rows].flatMap(([key, { run }]) => {
    const own = listed.get(run);
    if (own === undefined)
      return [toFinding('rows', { run, key }, `${name} has its row, and there is no such run`)];
    if (!own.has(key))
      return [toFinding('rows', { run, key }, `${name} has its row, and the run does not list it`)];
    if (!landed(key)) return [toFinding('rows', { run, key }, `${name} has its row, and no run landed it`)];
    return [];
  });
}

/** What a run had landed before it started over is no longer in its batches; its rows stay. */
function findLanded(runs: readonly RunRecord[]): (key: string) => boolean {
  const landed = new Set<string>();
  for (const run of runs) {
    const isQuarantined = createQuarantineLookup(run, runs);
    const claims = run.batches.flatMap((batch) => [...toPlaces(batch, isQuarantined).claims]);
    for (const [key, places] of claims) {
      if (places.includes('landed') || run.generation > 1) landed.add(key);
    }
  }
  return (key) => landed.has(key);
}

function findStrayVersions({ name, versions }: DatasetRecord, runs: readonly RunRecord[]): Finding[] {
  const known = new Set(runs.map(({ id }) => id));
  return versions.flatMap(({ version, run }, index) => [
    ...(version === index + 1
      ? []
      : [toFinding('version', { run }, `${name} has version ${version} where ${index + 1} is expected`)]),
    ...(known.has(run)
      ? []
      : [
          toFinding('version', { run }, `version ${version} of ${name} is of a run that does not land in it`),
        ]),
  ]);
}
