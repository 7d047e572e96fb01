import type { RunLimit } from '@headrace/client';
import { expect, test } from 'vitest';

import { formatLimit } from './limits.ts';

const host = 'https://api.example';
const until = '2026-11-27T12:01:00.000Z';

test.each<[RunLimit, string]>([
  [
    {
      by: 'budget',
      host,
      requestsPerSecond: 3,
      pipelines: ['hacker-news', 'tides'],
      runs: 2,
      workers: 1,
      activities: 3,
    },
    'limited by the request budget of api.example, 3 requests/s, shared by hacker-news and tides: 2 runs (3 batches)',
  ],
  [
    { by: 'budget', host, requestsPerSecond: 3, pipelines: ['tides'], runs: 1, workers: 1, activities: 1 },
    'limited by the request budget of api.example, 3 requests/s (1 batch)',
  ],
  [
    { by: 'retry-after', host, until, activities: 1 },
    'limited by api.example, which asked to wait until 2026-11-27 12:01 UTC (1 batch)',
  ],
  [{ by: 'source', host, activities: 2 }, 'limited by the answers of api.example (2 batches)'],
  [{ by: 'source', activities: 2 }, 'limited by the answers of the source (2 batches)'],
  [{ by: 'store', activities: 1 }, 'limited by the store: commits take longer than requests (1 batch)'],
  [{ by: 'slot', workers: 2, activities: 4 }, 'limited by free slots of 2 activity workers (4 activities)'],
  [
    { by: 'slot', workers: 0, activities: 1 },
    'limited by the lack of an activity worker: none polls (1 activity)',
  ],
])('%j', (limit, text) => {
  expect(formatLimit(limit)).toBe(text);
});
