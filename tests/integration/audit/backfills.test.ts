import { hackerNews, taskQueues, toBackfillId } from '@headrace/contracts';
import { expect, it } from 'vitest';

import { useAuditTemporalBench } from '../../support/audit-temporal-rig.ts';

const bench = useAuditTemporalBench();
const name = 'past';
const backfill = toBackfillId(name);
const hour = 60 * 60_000;
const range = {
  name,
  schedule: name,
  from: '2026-01-05T06:00Z',
  to: '2026-01-05T09:00Z',
  every: hour,
  // So that the versions are in the intervals' order.
  parallel: 1,
};
const runOf = (time: number): string => `hacker-news/past/2026-01-05T0${time}:00Z`;

it('compares a backfill with the runs that it started, and with the store', async () => {
  const { headrace, temporal, query, sentences, withWorkers } = bench();
  await withWorkers(async () => {
    await headrace.start(hackerNews, {
      interval: { start: '2026-01-05T07:00:00.000Z', end: '2026-01-05T08:00:00.000Z' },
      schedule: name,
    });
    await headrace.result(runOf(7));
    await headrace.backfills.create(hackerNews, range);
    expect(await headrace.backfills.result(name)).toMatchObject({ finished: 1, completed: 2 });
    await headrace.backfills.create(hackerNews, { ...range, name: 'again' });
    expect(await headrace.backfills.result('again')).toMatchObject({ finished: 3 });
    expect(await sentences()).toEqual([]);

    await query(`update headrace.run set state = 'cancelled' where id = '${runOf(6)}'`);
    expect(await sentences()).toContain(`run ${backfill}: it counts 3 intervals done; the store has 2`);
    await query(`update headrace.run set state = 'completed' where id = '${runOf(6)}'`);

    await query(
      `update headrace.run set interval_end = interval_end + interval '1h' where id = '${runOf(6)}'`,
    );
    expect(await sentences()).toEqual([
      `run ${runOf(6)}: version 2 of hacker_news_stories is of the interval 2026-01-05T06:00:00.000Z to ` +
        '2026-01-05T07:00:00.000Z; the run is of the interval 2026-01-05T06:00:00.000Z to 2026-01-05T08:00:00.000Z',
    ]);
    await query(
      `update headrace.run set interval_end = interval_end - interval '1h' where id = '${runOf(6)}'`,
    );

    await query(`update headrace.run set schedule = 'other' where id = '${runOf(6)}'`);
    expect(await sentences()).toEqual([
      `run ${runOf(6)}: its interval is that of run hacker-news/other/2026-01-05T06:00Z`,
    ]);
    await query(`update headrace.run set schedule = 'past' where id = '${runOf(6)}'`);

    // As a start would be that does not mind whether the run has completed.
    const handle = await temporal.workflow.start(hackerNews.workflow, {
      workflowId: runOf(6),
      taskQueue: taskQueues.workflows,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      args: [{ interval: { start: '2026-01-05T06:00Z', end: '2026-01-05T07:00Z' }, schedule: name }],
    });
    await handle.result();
    expect(await sentences()).toContain(
      `run ${runOf(6)}: 1 executions were begun after it had completed, and it started over 0 times`,
    );
  });
});
