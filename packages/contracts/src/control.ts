import type { RunSummary } from './run.ts';

/** Names by which a run is asked and steered, the same for every pipeline. */
export const control = {
  /** Query without arguments; answers with `RunProgress`. */
  progress: 'progress',
} as const;

/** Memo of a run, readable without a worker: what it kept, set when it ends, however it ends. */
export interface RunMemo {
  readonly summary?: RunSummary;
}
