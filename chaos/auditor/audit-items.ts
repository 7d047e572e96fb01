import { toFinding, type Finding } from './finding.ts';
import { createQuarantineLookup, toPlaces, type BatchPlaces, type ItemPlace } from './places.ts';
import type { BatchRecord, DatasetRecord, RunRecord } from './tables.ts';
import type { Truth } from './truth.ts';

export interface AuditItemsOptions {
  /** All of its pipeline's. */
  readonly runs: readonly RunRecord[];
  readonly truth: Truth;
  readonly dataset: DatasetRecord;
}

/** Whether each of a run's items is in one place, where the source would have it, and the batches' counts say so. */
export function auditItems(run: RunRecord, { runs, truth, dataset }: AuditItemsOptions): Finding[] {
  const isQuarantined = createQuarantineLookup(run, runs);
  return run.batches.flatMap((batch) => {
    const places = toPlaces(batch, isQuarantined);
    return [
      ...findCrowded(run, batch, places),
      ...findMisplaced(run, batch, { places, truth, dataset }),
      ...findMiscounted(run, batch, places),
    ];
  });
}

function findCrowded(run: RunRecord, batch: BatchRecord, { claims }: BatchPlaces): Finding[] {
  const keys = new Set(batch.keys);
  const strangers = [...batch.absentKeys, ...batch.pending].filter((key) => !keys.has(key));
  const twice = batch.absentKeys.filter((key, position) => batch.absentKeys.indexOf(key) !== position);
  const at = (key: string) => ({ run: run.id, batch: batch.number, key });
  return [
    ...[...claims]
      .filter(([, places]) => places.length > 1)
      .map(([key, places]) =>
        toFinding('place', at(key), `it is ${places.join(' and ')} at once; one is expected`),
      ),
    ...twice.map((key) => toFinding('place', at(key), 'it was found absent twice; once is expected')),
    ...strangers.map((key) =>
      toFinding('place', at(key), 'the batch keeps it as absent or pending, and does not list it'),
    ),
  ];
}

interface Misplacing {
  readonly places: BatchPlaces;
  readonly truth: Truth;
  readonly dataset: DatasetRecord;
}

function findMisplaced(
  run: RunRecord,
  batch: BatchRecord,
  { places, truth, dataset }: Misplacing,
): Finding[] {
  return [...places.claims].flatMap(([key, claims]) => {
    const problem = claims.includes('landed')
      ? checkLanded(key, truth, dataset)
      : checkMissed(key, { claims, truth, reason: run.quarantine.get(key) });
    return problem === undefined
      ? []
      : [toFinding('truth', { run: run.id, batch: batch.number, key }, problem)];
  });
}

function checkLanded(key: string, truth: Truth, { name, rows }: DatasetRecord): string | undefined {
  const wanted = truth.row(key);
  const found = rows.get(key)?.row;
  if (wanted === undefined) return 'it is landed, and the source has none; absent is expected';
  if (found === undefined) return `it is landed, and ${name} has no row of it`;
  const field = Object.keys(wanted).find((column) => wanted[column] !== found[column]);
  if (field === undefined) return undefined;
  const shown = [found[field], wanted[field]].map((value) => JSON.stringify(value));
  return `its ${field} is ${shown[0]} in ${name}; the source has ${shown[1]}`;
}

/** An outage, a proxy's error page and the like may strike any item until its passes are used up. */
const worldly: ReadonlySet<string> = new Set([
  'rate-limited',
  'unavailable',
  'timeout',
  'network',
  'not-json',
]);

interface Missed {
  readonly claims: readonly ItemPlace[];
  readonly truth: Truth;
  readonly reason: string | undefined;
}

function checkMissed(key: string, { claims, truth, reason }: Missed): string | undefined {
  if (truth.isSpoilt?.(key)) return undefined;
  if (claims.includes('absent') && truth.row(key) !== undefined) return 'it is absent, and the source has it';
  if (claims.includes('quarantined') && reason !== undefined && !worldly.has(reason))
    return `it is quarantined as ${reason}, and the source answers it well`;
  return undefined;
}

function findMiscounted(run: RunRecord, batch: BatchRecord, places: BatchPlaces): Finding[] {
  const told = {
    listed: places.claims.size,
    landed: places.count('landed'),
    absent: places.count('absent'),
    quarantined: places.count('quarantined'),
  };
  const wrong = (Object.keys(told) as (keyof typeof told)[]).filter((count) => batch[count] !== told[count]);
  const findings = wrong.map((count) => `it counts ${batch[count]} ${count}; its keys say ${told[count]}`);
  // Every key that was worked through took a request, and a retried one took another.
  if (batch.requests < batch.cursor)
    findings.push(`it counts ${batch.requests} requests for ${batch.cursor} keys worked through`);
  return findings.map((problem) => toFinding('counts', { run: run.id, batch: batch.number }, problem));
}
