import { quarantineReasons, type RunResult, type Story } from '@headrace/contracts';
import type { FaultRule } from '@headrace/sandbox';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { accounted, startE2eRig, type E2eRig } from '../support/e2e-rig.ts';

const limit = 500;
/** Small enough for a test to wait out, large enough for an honest answer. */
const timeout = 1_000;

let rig: E2eRig;

beforeAll(async () => {
  rig = await startE2eRig({ env: { HEADRACE_HTTP_TIMEOUT: `${timeout}ms` } });
});
afterAll(() => rig?.[Symbol.asyncDispose]());

/** What a retry mends, by rate; what it does not, by place in the list. */
function faultsOn(list: readonly number[]): FaultRule[] {
  const at = (index: number) => ({ keys: String(list[index]) });
  return [
    { fault: 'latency', ms: 100, rate: 0.2 },
    { fault: 'status', status: 500, rate: 0.02 },
    { fault: 'rate-limit', retryAfter: 1, rate: 0.02 },
    { fault: 'hang', rate: 0.01 },
    { fault: 'drip', ms: 100, rate: 0.01 },
    { fault: 'truncate', rate: 0.02 },
    { fault: 'truncate', chunked: true, rate: 0.02 },
    { fault: 'reset', rate: 0.02 },
    { fault: 'status', status: 403, ...at(10) },
    { fault: 'status', status: 503, ...at(60) },
    { fault: 'invalid-json', ...at(110) },
    { fault: 'malformed', ...at(160) },
    { fault: 'nul-text', ...at(210) },
    { fault: 'oversize', ...at(260) },
    { fault: 'gzip-bomb', ...at(310) },
    { fault: 'redirect-loop', ...at(360) },
    { fault: 'null', ...at(410) },
  ];
}

it('ends with every item landed, absent or quarantined under every fault at once', async () => {
  const list = rig.source.list('top').filter((key) => rig.source.truth(key) !== null);
  rig.source.setFaults(faultsOn(list));
  await rig.start('faulty', limit, { quarantineLimit: 1, batch: { itemAttempts: 3 } });
  const { summary } = await rig.client.result<RunResult<Story>>('faulty');
  expect(summary.listed).toBe(limit);
  expect(accounted(summary)).toBe(limit);
  const kept = await rig.sql<{ key: string; reason: string; detail: string }>(
    `select key, reason, detail from headrace.quarantine where run = 'faulty'`,
  );
  expect(kept).toHaveLength(summary.quarantined);
  expect(kept.length).toBeGreaterThan(0);
  for (const entry of kept) {
    expect(quarantineReasons).toContain(entry.reason);
    expect(entry.detail).not.toBe('');
  }
  const found = new Set(kept.map(({ reason }) => reason));
  for (const reason of [
    'refused',
    'unavailable',
    'not-json',
    'malformed',
    'unstorable',
    'too-large',
    'redirects',
  ]) {
    expect(found).toContain(reason);
  }
  const rows = await rig.sql<{ _key: string }>('select _key from hacker_news_stories');
  expect(rows).toHaveLength(summary.landed);
  expect(rows.filter(({ _key }) => kept.some(({ key }) => key === _key))).toEqual([]);
});
