import type { RunLimit, RunStatus } from '@headrace/client';
import { expect, test } from 'vitest';

import { startPipelineRig } from '../../support/pipeline-rig.ts';
import { until } from '../../support/until.ts';

test('a status names what limits a run: a budget that others share, and a host that asked to wait', async () => {
  await using rig = await startPipelineRig({}, { HEADRACE_HACKER_NEWS_BUDGET: '3/s,burst=1,concurrent=2' });
  const host = rig.source.url;

  async function limitOf(runId: string): Promise<RunLimit | undefined> {
    const { limits } = await rig.cli<RunStatus>(`status ${runId}`);
    return limits[0];
  }

  await rig.cli('start hacker-news --id stories --limit 500 --heartbeat-timeout 1s');
  await rig.cli('start hacker-news-archive --id archive --last 500 --heartbeat-timeout 1s');
  for (const run of ['stories', 'archive']) {
    expect(
      await until(
        () => limitOf(run),
        (limit) => limit?.by === 'budget' && limit.runs === 2,
      ),
    ).toEqual({
      by: 'budget',
      host,
      requestsPerSecond: 3,
      pipelines: ['hacker-news', 'hacker-news-archive'],
      runs: 2,
      workers: 1,
      activities: expect.any(Number),
    });
  }

  rig.source.setFaults([{ fault: 'rate-limit', retryAfter: 3_600 }]);
  const refused = await until(
    () => limitOf('stories'),
    (limit) => limit?.by === 'retry-after',
  );
  expect(refused?.host).toBe(host);
  expect(Date.parse(refused?.until ?? '')).toBeGreaterThan(Date.now() + 3_000_000);
});
