import { hackerNews } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { createRunId } from '../runs/start-run.ts';
import { toStaticDetails, toStaticSummary } from './user-metadata.ts';

test('the summary is the title and the whole input, defaults included', () => {
  expect(toStaticSummary(hackerNews, { input: { limit: 3 } })).toBe('Hacker News stories: feed top, limit 3');
  expect(toStaticSummary({ ...hackerNews, input: {} }, {})).toBe('Hacker News stories');
});

test('no summary is above the 400 bytes that Temporal takes', () => {
  const summary = toStaticSummary(hackerNews, { input: { feed: '漢'.repeat(500) } });
  expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(400);
});

test('the details tell the input and what this run does otherwise', () => {
  const details = toStaticDetails(hackerNews, { input: { limit: 3 }, overrides: { batch: { size: 5 } } });
  expect(details).toContain('input: `{"feed":"top","limit":3}`');
  expect(details).toContain('overrides: `{"batch":{"size":5}}`');
});

test('run ids sort by time and do not meet within a second', () => {
  const now = new Date('2026-11-21T15:30:12.345Z');
  expect(createRunId('tides', now)).toMatch(/^tides-20261121-153012-[0-9a-f]{6}$/);
  expect(createRunId('tides', now)).not.toBe(createRunId('tides', now));
});
