import type { FaultRule } from '@headrace/sandbox';

import type { Random } from './random.ts';

/** Whether the source's faults spoil an item's answers for good, and not only for a while. */
export function isSpoilt(key: string): boolean {
  return key.endsWith('3');
}

const spoilt = String.raw`\d*3`;
const lists = '[a-z]+stories';
/** Above the worker's limit of 4 MiB. */
const bytes = 5 * 1_048_576;

/** What a retry mends, and what it does not, on the items that may be spoilt. Every kind of fault is among them. */
const rules: readonly FaultRule[] = [
  { fault: 'latency', ms: 300, rate: 0.2 },
  { fault: 'status', status: 500, rate: 0.05 },
  { fault: 'status', status: 503, rate: 0.3 },
  { fault: 'rate-limit', retryAfter: 1, rate: 0.05 },
  { fault: 'rate-limit', retryAfter: 1, date: true, rate: 0.05 },
  { fault: 'hang', rate: 0.01 },
  { fault: 'drip', ms: 100, rate: 0.01 },
  { fault: 'truncate', rate: 0.05 },
  { fault: 'truncate', chunked: true, rate: 0.05 },
  { fault: 'reset', rate: 0.1 },
  { fault: 'invalid-json', rate: 0.05 },
  { fault: 'reset', rate: 1 },
  { fault: 'status', status: 503, keys: lists, rate: 0.5 },
  { fault: 'hang', keys: lists, rate: 0.5 },
  { fault: 'status', status: 403, keys: spoilt, share: 0.3 },
  { fault: 'malformed', keys: spoilt, share: 0.3 },
  { fault: 'nul-text', keys: spoilt, share: 0.3 },
  { fault: 'oversize', bytes, keys: spoilt, share: 0.1 },
  { fault: 'gzip-bomb', bytes, keys: spoilt, share: 0.1 },
  { fault: 'redirect-loop', keys: spoilt, share: 0.3 },
  { fault: 'null', keys: spoilt, share: 0.3 },
];

/** Hands the rules out a few at a time, each as often as the others. */
export function createFaultPlan(random: Random): () => FaultRule[] {
  let deck: FaultRule[] = [];
  return () => {
    const hand = random.between(2, 4);
    if (deck.length < hand) deck = [...deck, ...random.shuffle(rules)];
    return deck.splice(0, hand);
  };
}
