import { describe, expect, it } from 'vitest';

import { runId, useAuditBench } from '../../support/audit-rig.ts';

const bench = useAuditBench();

/** A run that landed everything, and its first items of each kind. */
async function land(): Promise<{ landed: string; absent: string }> {
  const attempt = await bench().attempt();
  await attempt.plan();
  await attempt.land();
  await attempt.conclude();
  const isAbsent = (key: string): boolean => {
    const item = bench().source.truth(key);
    return item === null || item.deleted === true || item.dead === true;
  };
  const keys = bench().keys();
  return { landed: keys.find((key) => !isAbsent(key))!, absent: keys.find(isAbsent)! };
}

async function sentences(): Promise<string[]> {
  return (await bench().audit()).map(({ sentence }) => sentence);
}

it('finds nothing in what a run left that went well', async () => {
  await land();
  expect(await bench().audit()).toEqual([]);
});

describe('finds nothing after', () => {
  it('a plan that comes to after its run was concluded', async () => {
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const late = await bench().attempt({
      wrap: (real) => ({
        async list(...request) {
          reached.resolve();
          await gate.promise;
          return real.list(...request);
        },
      }),
    });
    const planning = late.plan();
    await reached.promise;
    const canceller = await bench().attempt();
    await canceller.conclude('cancelled');
    gate.resolve();
    await expect(planning).rejects.toMatchObject({ type: 'Superseded' });
    expect(await bench().audit()).toEqual([]);
  });

  it('a plan that failed once its requests were sent', async () => {
    const failing = await bench().attempt({
      wrap: (real) => ({
        async list(...request) {
          await real.list(...request);
          throw new Error('the list is not to be read');
        },
      }),
    });
    await expect(failing.plan()).rejects.toThrow('not to be read');
    await land();
    expect(bench().source.requests('topstories')).toBe(2);
    expect(await bench().audit()).toEqual([]);
  });

  it('a conclusion that comes to after another one', async () => {
    const late = await bench().attempt();
    await late.plan();
    await late.land();
    const canceller = await bench().attempt();
    const cancelled = await canceller.conclude('cancelled');
    expect(cancelled.version).toBeNull();
    expect(await late.conclude('completed')).toEqual(cancelled);
    expect(await bench().audit()).toEqual([]);
  });
});

interface Tampering {
  readonly what: string;
  /** $1 is an item that is landed, $2 one that is absent. */
  readonly sql: string;
  readonly finds: RegExp;
}

const setBatch = (change: string): string => `update headrace.batch set ${change} where run = '${runId}'`;
const quarantine = (key: string, reason: string): string =>
  `insert into headrace.quarantine (run, key, pipeline, batch, reason, detail, attempts)
   select '${runId}', ${key}, 'hacker-news', 0, '${reason}', 'detail', 1`;

const tamperings: readonly Tampering[] = [
  {
    what: 'a row that is missing',
    sql: 'delete from hacker_news_stories where _key = $1',
    finds: /item \d+: it is landed, and hacker_news_stories has no row of it$/,
  },
  {
    what: 'a field that is not the source’s',
    sql: 'update hacker_news_stories set score = -1 where _key = $1',
    finds: /item \d+: its score is -1 in hacker_news_stories; the source has \d+$/,
  },
  {
    what: 'a row of a run that does not list it',
    sql: `insert into hacker_news_stories select ('x' || _key), id, type, title, by, url, score, comments, posted_at,
          _run, _landed_at from hacker_news_stories where _key = $1`,
    finds: /item x\d+: hacker_news_stories has its row, and the run does not list it$/,
  },
  {
    what: 'a row that no run landed',
    sql: setBatch('absent_keys = absent_keys || jsonb_build_array($1::text)'),
    finds: /item \d+: hacker_news_stories has its row, and no run landed it$/,
  },
  {
    what: 'an item that the source has and that is absent',
    sql: setBatch('absent_keys = absent_keys || jsonb_build_array($1::text)'),
    finds: /item \d+: it is absent, and the source has it$/,
  },
  {
    what: 'an item that the source has not and that is landed',
    sql: setBatch('absent_keys = absent_keys - $2::text'),
    finds: /item \d+: it is landed, and the source has none; absent is expected$/,
  },
  {
    what: 'an item in two places',
    sql: quarantine('$2::text', 'timeout'),
    finds: /item \d+: it is absent and quarantined at once; one is expected$/,
  },
  {
    what: 'an item that was quarantined for what the source never answered',
    sql: quarantine('$1::text', 'malformed'),
    finds: /item \d+: it is quarantined as malformed, and the source answers it well$/,
  },
  {
    what: 'a key in two batches',
    sql: `insert into headrace.batch (run, number, keys, listed) select '${runId}', 1, jsonb_build_array($1::text), 1`,
    finds: /item \d+: its batches hold the key 2 times; each key is to be landed once$/,
  },
  {
    what: 'a batch that no shard accounts for',
    sql: `insert into headrace.batch (run, number, keys, listed) select '${runId}', 1, '[]', 0`,
    finds: /there are 2 batches; its shards say 1$/,
  },
  {
    what: 'a key that no batch has',
    sql: setBatch('keys = keys - $1::text'),
    finds: /item \d+: the source lists it, and it is in none of the batches$/,
  },
  {
    what: 'counts that the keys do not bear out',
    sql: setBatch('landed = landed + 1'),
    finds: /batch 0: it counts \d+ landed; its keys say \d+$/,
  },
  {
    what: 'fewer requests than keys',
    sql: setBatch('requests = 1'),
    finds: /batch 0: it counts 1 requests for 200 keys worked through$/,
  },
  {
    what: 'totals that the batches do not bear out',
    sql: `update headrace.run set counts = jsonb_set(counts, '{landed}', '7')`,
    finds: /its totals are not those of its batches: 7 landed, not \d+$/,
  },
  {
    what: 'requests of failed plans that the totals have not',
    sql: 'update headrace.run set plan_requests = 5',
    finds: /its totals are not those of its batches: \d+ requests, not \d+$/,
  },
  {
    what: 'a batch left open by a completed run',
    sql: setBatch('cursor = 150'),
    finds: /batch 0: the run is completed and the batch is open: 150 of 200 keys worked through, 0 pending$/,
  },
  {
    what: 'a completed run without a version',
    sql: 'delete from headrace.dataset_version',
    finds: /it is completed and published no version of hacker_news_stories$/,
  },
  {
    what: 'a version that counts other rows',
    sql: 'update headrace.dataset_version set rows = 7',
    finds: /version 1 of hacker_news_stories counts 7 rows; the run landed \d+$/,
  },
  {
    what: 'a gap in the versions',
    sql: 'update headrace.dataset_version set version = 3',
    finds: /hacker_news_stories has version 3 where 1 is expected$/,
  },
];

describe('finds', () => {
  it.each(tamperings)('$what', async ({ sql, finds }) => {
    const { landed, absent } = await land();
    const given = [landed, absent].filter((_, index) => sql.includes(`$${index + 1}`));
    await bench().query(given.length === 1 ? sql.replaceAll('$2', '$1') : sql, given);
    expect(await sentences()).toContainEqual(expect.stringMatching(finds));
  });
});
