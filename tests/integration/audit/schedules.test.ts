import { hackerNews, hackerNewsArchive } from '@headrace/contracts';
import { expect, it } from 'vitest';

import { useAuditTemporalBench } from '../../support/audit-temporal-rig.ts';
import { until } from '../../support/until.ts';

const bench = useAuditTemporalBench();
const input = { from: 1, to: 5 };
const archive = { pipeline: hackerNewsArchive.name, input };
const dataset = hackerNews.dataset.name;

it('compares the runs of schedules with their times and with the versions they follow', async () => {
  const { headrace, query, sentences, withWorkers } = bench();
  const { schedules } = headrace;
  await withWorkers(async () => {
    await schedules.create({ ...archive, name: 'follows', when: { on: dataset } });
    await schedules.create({ ...archive, name: 'ticks', when: { every: 2_000 }, overlap: 'buffer-all' });
    for (const id of ['first', 'second']) {
      await headrace.start(hackerNews, { id, input: { limit: 5 } });
      await headrace.result(id);
    }
    await until(
      () => headrace.result('hacker-news-archive/follows/v2').catch(() => null),
      (result) => result !== null,
    );
    await until(
      () => schedules.describe('ticks'),
      ({ recent }) => recent.filter(({ state }) => state === 'completed').length >= 3,
    );
    await schedules.delete('ticks');
    await until(sentences, (found) => found.length === 0);

    const ticks = `schedule = 'ticks'`;
    const second = `(select id from headrace.run where ${ticks} order by interval_start offset 1 limit 1)`;
    await query(
      `update headrace.run set interval_start = interval_start + interval '9h', interval_end = interval_end + interval '9h' where id = ${second}`,
    );
    const moved = await sentences();
    expect(moved).toContainEqual(
      expect.stringMatching(/^run schedule\/ticks-.*: it is COMPLETED, and the interval of .* is not run$/),
    );
    expect(moved).toContainEqual(
      expect.stringMatching(/^run .*\/ticks\/.*: no run is of the time from .* to its interval$/),
    );
    await query(`update headrace.run set interval_start = interval_start - interval '9h', interval_end = interval_end - interval '9h'
      where ${ticks} and interval_start > now() + interval '4h'`);

    await query(
      `update headrace.dataset_version set version = 3 where dataset = '${dataset}' and version = 2`,
    );
    expect(await sentences()).toContain(
      `run hacker-news-archive/follows/v3: version 3 of ${dataset} has started it 0 times; 1 is expected`,
    );
  });
});
