import type { StartOutcome } from '@headrace/client';

import type { Terminal } from './terminal.ts';

const meanings: Readonly<Record<StartOutcome, string>> = {
  started: 'started',
  'running-already': 'was running already; this is that run',
  'done-already': 'was done already; this is its result, --again starts over',
  'goes-on': 'had not completed; it goes on from what it kept',
  'starts-over': 'starts over',
};

/** Says what a start led to. */
export function sayOutcome(
  terminal: Terminal,
  { runId, outcome }: { runId: string; outcome: StartOutcome },
): void {
  terminal.say(`run ${runId} ${meanings[outcome]}`);
}
