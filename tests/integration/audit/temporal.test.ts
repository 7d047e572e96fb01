import { hackerNews, landShardWorkflow } from '@headrace/contracts';
import { expect, it } from 'vitest';

import { useAuditTemporalBench } from '../../support/audit-temporal-rig.ts';

const bench = useAuditTemporalBench();

it('compares what Temporal tells with the store, and finds what is left open', async () => {
  const { headrace, temporal, query, sentences, withWorkers } = bench();
  await withWorkers(async () => {
    await headrace.start(hackerNews, { id: 'told', input: { limit: 30 } });
    await headrace.result('told');
    expect(await sentences()).toEqual([]);

    await query(`update headrace.run set state = 'cancelled'`);
    expect(await sentences()).toEqual([
      'run told: it is COMPLETED in Temporal and cancelled in the store; CANCELLED is expected',
    ]);
    await query(`update headrace.run set state = 'completed'`);

    await query('update headrace.batch set requests = requests + 1');
    const told = (await sentences()).filter((sentence) => !sentence.includes('totals'));
    expect(told).toEqual(
      ['memo', 'progress', 'result'].map((name) =>
        expect.stringMatching(`^run told: its ${name} tells 31 requests, not 32$`),
      ),
    );
    await query('update headrace.batch set requests = requests - 1');

    await query(
      `insert into headrace.host_budget (host, leases) values ('http://somewhere', jsonb_build_object('worker 1',
       jsonb_build_object('held', 4, 'wanted', 4, 'until', extract(epoch from now()) + 600)))`,
    );
    expect(await sentences()).toEqual([
      `worker worker 1 still holds 4 requests of http://somewhere's budget, and every run has ended`,
    ]);
    await query('truncate headrace.host_budget');

    for (const [workflowId, type] of [
      ['left', hackerNews.workflow],
      ['told/shard-0', landShardWorkflow],
    ] as const) {
      await temporal.workflow.start(type, { workflowId, taskQueue: 'nobody polls it', args: [{}] });
    }
    expect((await sentences()).toSorted()).toEqual([
      'run left: the workflow hackerNews is still open, with no activity pending; none is to outlive its run',
      'run told/shard-0: a shard is still open, with no activity pending; none is to outlive its run',
    ]);
  });
});
