import type { RunSummary } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { sayOutcome, type Outcome } from './outcome.ts';

const counts = { listed: 5, landed: 3, absent: 1, quarantined: 0, batches: 1, requests: 4 };
const kept: RunSummary = {
  ...counts,
  runId: 'hn',
  pipeline: 'hacker-news',
  dataset: 'hacker_news_stories',
  version: null,
  durationMs: 1,
};

test.each<[Partial<Outcome>, string]>([
  [{}, 'run hn had not completed; it goes on from what it kept (here)'],
  [{ kept }, 'it goes on from what it kept: 5 listed, 3 landed, 1 absent, 0 quarantined, 1 pending (here)'],
  [{ kept, mayBePruned: true }, '1 pending; if that was pruned since, it begins anew (here)'],
  [
    { kept: { ...kept, version: 3 }, mayBePruned: true },
    '1 pending; if that was pruned since, it is refused, and --again starts over (here)',
  ],
  [{ outcome: 'started' }, 'run hn started (here)'],
])('%j', (outcome, text) => {
  const said: string[] = [];
  const terminal = { say: (line: string) => void said.push(line) } as Parameters<typeof sayOutcome>[0];
  sayOutcome(terminal, { runId: 'hn', outcome: 'goes-on', temporal: 'here', ...outcome });
  expect(said.join('\n')).toContain(text);
});
