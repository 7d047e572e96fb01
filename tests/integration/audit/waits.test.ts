import {
  datasetControl,
  hackerNews,
  hackerNewsArchive,
  toDatasetId,
  type DatasetUse,
} from '@headrace/contracts';
import { expect, it } from 'vitest';

import { useAuditTemporalBench } from '../../support/audit-temporal-rig.ts';
import { until } from '../../support/until.ts';

const bench = useAuditTemporalBench();
const dataset = hackerNews.dataset.name;
const interval = { start: '2026-01-05T00:00:00.000Z', end: '2026-01-06T00:00:00.000Z' };

it('reads from histories what runs waited for and were told, and asks datasets whom they keep', async () => {
  const { headrace, temporal, query, sentences, withWorkers } = bench();
  await withWorkers(async () => {
    const after = [{ dataset, interval: 'same', within: 60_000, otherwise: 'fail' }] as const;
    for (const id of ['waits', 'waits-too']) {
      await headrace.start(hackerNewsArchive, { id, input: { from: 1, to: 5 }, interval, after });
    }
    for (const id of ['waits', 'waits-too']) {
      await until(
        () => headrace.status(id),
        ({ progress }) => progress?.waitsFor.length === 1,
      );
    }
    const other: DatasetUse = { dataset, version: 7, pipeline: 'hacker-news', run: 'other', interval: null };
    await temporal.workflow.getHandle('waits-too').signal(datasetControl.available, other);
    await headrace.start(hackerNews, { id: 'publishes', input: { limit: 5 }, interval });
    for (const id of ['waits', 'waits-too', 'publishes']) await headrace.result(id);
    expect(await sentences()).toEqual([`run waits-too: it was told 2 times of ${dataset}; once is expected`]);

    await query(`update headrace.run set uses = '[]' where id = 'waits'`);
    expect(await sentences()).toContain(
      `run waits: it reads no version of ${dataset} that there is; it was to wait for one`,
    );

    const gone = { waiter: 'gone', start: '2020-01-01T00:00:00.000Z' };
    await temporal.workflow.getHandle(toDatasetId(dataset)).signal(datasetControl.wait, gone);
    expect(await sentences()).toContain(
      `run gone: it has ended, and dataset/${dataset} still keeps it as one that waits`,
    );
  });
});
