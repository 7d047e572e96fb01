/**
 * Which rule does not hold.
 * - `list`: a run has the source's keys, each once, in batches of its shards
 * - `place`: an item is in one place: landed, absent, quarantined, or not done yet
 * - `truth`: an item is where the source would have it, its row equal to the source field by field
 * - `rows`: a dataset holds the rows that its runs landed and no others
 * - `counts`: counts are what the keys and the tables say, in batches, runs, backfills, memos, results and progress alike
 * - `state`: a run is at the same in the store as in Temporal, and left nothing undone that it says is done
 * - `version`: versions of a dataset are 1, 2, 3 …, one a completed run, with its rows counted and its interval
 * - `once`: an interval, and a version that is followed, has one run, under its id, and is not run again once it has completed
 * - `wait`: a run that waits is told once, and is given up only when what it needs has not come in time
 * - `open`: no workflow, activity or lease outlives the runs, those of datasets aside
 */
export type Rule =
  | 'list'
  | 'place'
  | 'truth'
  | 'rows'
  | 'counts'
  | 'state'
  | 'version'
  | 'once'
  | 'wait'
  | 'open';

/** One thing that is not as it should be. */
export interface Finding {
  readonly rule: Rule;
  readonly run?: string;
  readonly key?: string;
  /** What was found, where, and what was expected instead. */
  readonly sentence: string;
}

/** Where a finding was made. */
export interface Place {
  readonly run: string;
  readonly key?: string;
  readonly batch?: number;
}

/** A finding whose sentence begins with its place: `run a, batch 3, item 17: …`. */
export function toFinding(rule: Rule, { run, batch, key }: Place, problem: string): Finding {
  const place = [
    `run ${run}`,
    ...(batch === undefined ? [] : [`batch ${batch}`]),
    ...(key === undefined ? [] : [`item ${key}`]),
  ];
  return { rule, run, ...(key !== undefined && { key }), sentence: `${place.join(', ')}: ${problem}` };
}
