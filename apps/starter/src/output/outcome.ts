import type { StartOutcome } from '@headrace/client';
import type { RunSummary } from '@headrace/contracts';

import { toCounts } from './summary.ts';
import type { Terminal } from './terminal.ts';

const meanings: Readonly<Record<StartOutcome, string>> = {
  started: 'started',
  'running-already': 'was running already; this is that run',
  'done-already': 'was done already; this is its result, --again starts over',
  'goes-on': 'had not completed; it goes on from what it kept',
  'starts-over': 'starts over',
};

export interface Outcome {
  readonly runId: string;
  readonly outcome: StartOutcome;
  /** What the run before kept, where it is known. */
  readonly kept?: RunSummary | null;
}

/** Says what a start led to. */
export function sayOutcome(terminal: Terminal, { runId, outcome, kept }: Outcome): void {
  const amount = kept ? `: ${toCounts(kept)}` : '';
  terminal.say(`run ${runId} ${meanings[outcome]}${amount}`);
}
