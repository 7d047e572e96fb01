import { toFinding, type Finding } from './finding.ts';
import type { RunRecord } from './tables.ts';
import type { Truth } from './truth.ts';

/** Whether a run has the source's keys, each once, in batches that its shards account for. */
export function auditList(run: RunRecord, truth: Truth): Finding[] {
  const keys = run.batches.flatMap((batch) => batch.keys);
  return [...findRepeated(run, keys), ...findStrange(run, keys, truth), ...findGaps(run)];
}

function findRepeated(run: RunRecord, keys: readonly string[]): Finding[] {
  const seen = new Map<string, number>();
  for (const key of keys) seen.set(key, (seen.get(key) ?? 0) + 1);
  return [...seen]
    .filter(([, times]) => times > 1)
    .map(([key, times]) =>
      toFinding(
        'list',
        { run: run.id, key },
        `its batches hold the key ${times} times; each key is to be landed once`,
      ),
    );
}

function findStrange(run: RunRecord, keys: readonly string[], truth: Truth): Finding[] {
  // The keys of a replay come from a quarantine.
  if (run.replayOf !== null) return [];
  const told = truth.keys(run.input);
  const listed = new Set(keys);
  const wanted = new Set(told);
  const strange = [...listed].filter((key) => !wanted.has(key));
  const missing = isListedToTheEnd(run) ? told.filter((key) => !listed.has(key)) : [];
  return [
    ...strange.map((key) =>
      toFinding('list', { run: run.id, key }, 'it is in a batch, and the source does not list it'),
    ),
    ...missing.map((key) =>
      toFinding('list', { run: run.id, key }, 'the source lists it, and it is in none of the batches'),
    ),
  ];
}

function isListedToTheEnd({ shards }: RunRecord): boolean {
  return shards.length > 0 && shards.at(-1)?.next === null;
}

/** Shards are numbered from 0, and their batches follow on each other. */
function findGaps({ id, shards, batches }: RunRecord): Finding[] {
  const findings: Finding[] = [];
  let next = 0;
  for (const [number, shard] of shards.entries()) {
    const own = batches.filter((batch) => batch.number >= next && batch.number < next + shard.batches);
    const listed = own.reduce((sum, batch) => sum + batch.keys.length, 0);
    const fits = shard.shard === number && shard.firstBatch === next && own.length === shard.batches;
    if (!fits || listed !== shard.listed) {
      const says = `shard ${shard.shard} says ${shard.listed} keys in ${shard.batches} batches from ${shard.firstBatch} on`;
      const problem = `${says}; there are ${listed} in ${own.length} from ${next} on`;
      findings.push(toFinding('list', { run: id }, problem));
    }
    next += shard.batches;
  }
  if (batches.length !== next)
    findings.push(
      toFinding('list', { run: id }, `there are ${batches.length} batches; its shards say ${next}`),
    );
  return findings;
}
