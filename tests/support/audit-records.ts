import type { ExecutionRecord, RunRecord } from '@headrace/chaos';

/** An execution that nothing is wrong with, but for what is given. */
export function toExecution(
  given: Pick<ExecutionRecord, 'id' | 'type' | 'status'> & Partial<ExecutionRecord>,
): ExecutionRecord {
  return { execution: given.id, memo: {}, parent: null, due: null, startedAt: 1, closedAt: 2, ...given };
}

/** A run as the store has it, of nothing, but for what is given. */
export function toRun(given: Pick<RunRecord, 'id' | 'state'> & Partial<RunRecord>): RunRecord {
  return {
    pipeline: 'hacker-news',
    input: {},
    counts: null,
    generation: 1,
    planRequests: 0,
    replayOf: null,
    interval: null,
    schedule: null,
    uses: [],
    shards: [],
    batches: [],
    quarantine: new Map(),
    ...given,
  };
}
