import { hackerNews } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { startE2eRig } from '../support/e2e-rig.ts';
import { runHeadrace } from '../support/run-headrace.ts';

const table = hackerNews.dataset.name;

test('what ended long ago is pruned by the command, and says so to whoever asks for it', async () => {
  await using rig = await startE2eRig();
  const cli = (line: string) => runHeadrace(line.split(' '), rig.sandbox.env);
  for (const id of ['old', 'new']) await cli(`run hacker-news --limit 30 --id ${id}`);
  await rig.sql(`update headrace.run set concluded_at = now() - interval '100 days' where id = 'old'`);
  const rowsBefore = await rig.sql(`select * from ${table} order by _key`);

  const early = await cli('prune --older-than 101d');
  expect(early).toMatchObject({ code: 0, stdout: '0 runs pruned: 0 batches, 0 keys, about 0 bytes\n' });
  const dry = await cli('prune --older-than 90d --dry-run');
  expect(dry).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^1 run would be pruned: 1 batch, 30 keys, about \d+ bytes\n$/),
  });
  expect((await cli('show hacker-news --run old')).code).toBe(0);

  const pruned = await cli('prune --older-than 90d --pipeline hacker-news --json');
  expect(pruned.code).toBe(0);
  expect(JSON.parse(pruned.stdout)).toEqual({ runs: 1, batches: 1, keys: 30, bytes: expect.any(Number) });
  const again = await cli('prune --older-than 90d --dry-run --json');
  expect(JSON.parse(again.stdout)).toEqual({ runs: 0, batches: 0, keys: 0, bytes: 0, kept: 0 });

  for (const line of ['show hacker-news --run old', 'words hacker-news --run old']) {
    const { code, stdout, stderr } = await cli(line);
    expect(stderr).toMatch(/^headrace: run old: its keys were pruned at 20\d\d-\d\d-\d\dT[\d:.]+Z, /);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  }
  const refused = await cli('show hacker-news --run old --json');
  expect(JSON.parse(refused.stdout)).toMatchObject({ error: { type: 'RunPruned' } });
  expect(JSON.parse((await cli('show hacker-news --limit 100 --json')).stdout)).toMatchObject({
    runId: 'new',
    rows: { length: 30 },
  });
  expect(await rig.sql(`select * from ${table} order by _key`)).toEqual(rowsBefore);
  expect(JSON.parse((await cli('datasets show hacker_news_stories --json')).stdout)).toMatchObject({
    versions: [{ run: 'new' }, { run: 'old' }],
  });
  expect((await cli('run hacker-news --limit 30 --id old')).stderr).toContain('was done already');
  expect((await cli('run hacker-news --limit 30 --id old --again')).code).toBe(0);
  expect((await cli('show hacker-news --run old')).code).toBe(0);
});
