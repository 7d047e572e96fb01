import type { RunSummary } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { toSummaryLines } from './result.ts';

const summary: RunSummary = {
  runId: 'hn',
  pipeline: 'hacker-news',
  dataset: 'hacker_news_stories',
  version: 3,
  durationMs: 65_400,
  listed: 1_234_567,
  landed: 1_234_560,
  absent: 5,
  quarantined: 2,
  batches: 618,
  requests: 1_234_600,
};

test('a summary says what became of the items, what it took and what was published', () => {
  expect(toSummaryLines(summary).split('\n')).toEqual([
    '1,234,567 listed, 1,234,560 landed, 5 absent, 2 quarantined (618 batches, 1,234,600 requests, 1 min 5 s)',
    'hacker_news_stories version 3, run hn',
    'quarantined: headrace quarantine list --run hn',
  ]);
});

test('a summary without quarantined items is two lines', () => {
  expect(toSummaryLines({ ...summary, quarantined: 0 }).split('\n')).toHaveLength(2);
});

test('a watermark is said where one was published', () => {
  const watermark = '2026-01-31T12:00:00.000Z';
  expect(toSummaryLines({ ...summary, watermark }).split('\n')[1]).toBe(
    'hacker_news_stories version 3 up to 2026-01-31T12:00:00.000Z, run hn',
  );
});

test('what is pending, and that nothing was published, is said', () => {
  const lines = toSummaryLines({
    ...summary,
    landed: 1_000_000,
    batches: 1,
    durationMs: 3_210,
    version: null,
  });
  expect(lines).toContain('234,560 pending (1 batch, 1,234,600 requests, 3.2 s)');
  expect(lines).toContain('hacker_news_stories: nothing published');
});
