import type { StoreGuards } from '@headrace/activities';
import { statementWith } from '@headrace/sandbox';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';

import { listed, useAuditBench, type Attempt, type AttemptOptions } from '../../support/audit-rig.ts';

const bench = useAuditBench();

interface Scenario {
  readonly what: string;
  /** Which guard the mutation takes away. */
  readonly guard: string;
  readonly mutation: AttemptOptions;
  /** Brings about what the guard is against. */
  readonly play: (options: AttemptOptions) => Promise<void>;
  readonly finds: readonly RegExp[];
}

const scenarios: readonly Scenario[] = [
  {
    what: 'a zombie wakes up in the middle of a chunk',
    guard: 'the fence of a commit',
    mutation: { guards: { holdsBatch: () => sql`true` } },
    play: wakeZombie,
    finds: [/^run audited, batch 0: it counts \d+ landed; its keys say \d+$/],
  },
  {
    what: 'the answer of a commit is lost',
    guard: 'the transaction around rows and cursor',
    mutation: { guards: { moveCursor: moveFirst } },
    play: loseAnswer,
    finds: [/^run audited, batch 0, item \d+: it is landed, and hacker_news_stories has no row of it$/],
  },
  {
    what: 'an attempt comes to after its run was cancelled',
    guard: 'the refusal of late claims',
    mutation: { guards: { mayClaim: () => sql`true` } },
    play: comeTooLate,
    finds: [/^run audited: its totals are not those of its batches: \d+ landed, not \d+/],
  },
  {
    what: 'an attempt goes on after its run was cancelled',
    guard: 'the conclusion’s hold of open batches',
    mutation: { guards: { isOpen: () => sql`false` } },
    play: goOnTooLong,
    finds: [/^run audited: its totals are not those of its batches: \d+ landed, not \d+/],
  },
  {
    what: 'the source lists keys twice',
    guard: 'the plan’s look for keys it has',
    mutation: { wrap: () => ({ distinct: true }) },
    play: listTwice,
    finds: [
      /^run audited, item \d+: its batches hold the key 2 times; each key is to be landed once$/,
      new RegExp(`^run audited, batch 0: it counts ${listed + 3} listed; its keys say ${listed}$`),
    ],
  },
];

/** Moves the cursor in a transaction of its own, before the rows are written. */
async function moveFirst(...[db, move]: Parameters<StoreGuards['moveCursor']>) {
  const { rows } = await move.execute(db);
  const moved: typeof move = sql`
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as moved (listed int, landed int, absent int, quarantined int, requests bigint)`;
  return { moved };
}

describe.each(scenarios)('when $what', ({ guard, mutation, play, finds }) => {
  it('the auditor finds nothing', async () => {
    await play({});
    expect(await bench().audit()).toEqual([]);
  });

  it(`the auditor finds what is wrong without ${guard}`, async () => {
    await play(mutation);
    const sentences = (await bench().audit()).map(({ sentence }) => sentence);
    for (const sentence of finds) expect(sentences).toContainEqual(expect.stringMatching(sentence));
  });
});

async function wakeZombie(options: AttemptOptions): Promise<void> {
  const zombie = await fallAsleep(options);
  const successor = await bench().attempt(options);
  await successor.land();
  await zombie.wakeUp();
  await successor.conclude();
}

async function goOnTooLong(options: AttemptOptions): Promise<void> {
  const zombie = await fallAsleep(options);
  const canceller = await bench().attempt(options);
  await canceller.conclude('cancelled');
  await zombie.wakeUp();
}

interface Sleeper {
  /** Resolves once its attempt has ended. */
  wakeUp(): Promise<void>;
}

/** An attempt that sleeps in the middle of its third chunk. */
async function fallAsleep(options: AttemptOptions): Promise<Sleeper> {
  const gate = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const stuck = bench().keys()[60]!;
  const attempt = await bench().attempt({
    ...options,
    wrap: (real) => ({
      async fetchItem(input, key, context) {
        if (key === stuck) {
          reached.resolve();
          await gate.promise;
        }
        return real.fetchItem(input, key, context);
      },
    }),
  });
  await attempt.plan();
  const landing = Promise.allSettled([attempt.land()]);
  await reached.promise;
  return {
    async wakeUp() {
      gate.resolve();
      await landing;
    },
  };
}

async function loseAnswer(options: AttemptOptions): Promise<void> {
  const first = await bench().attempt(options);
  await first.plan();
  const lost = bench().proxy.loseAnswer(statementWith('cursor = cursor +'));
  await expect(first.land()).rejects.toMatchObject({ type: 'StoreUnavailable' });
  expect(await lost).toBe(true);
  const second = await bench().attempt(options);
  await second.land();
  await second.conclude();
}

async function comeTooLate(options: AttemptOptions): Promise<void> {
  const late = await bench().attempt(options);
  await late.plan();
  let asked = 0;
  const cancelled: Attempt = await bench().attempt({
    ...options,
    wrap: (real) => ({
      async fetchItem(input, key, context) {
        if ((asked += 1) === 110) cancelled.cancel();
        return real.fetchItem(input, key, context);
      },
    }),
  });
  await cancelled.land();
  await cancelled.conclude('cancelled');
  await Promise.allSettled([late.land()]);
}

async function listTwice({ wrap, ...options }: AttemptOptions): Promise<void> {
  const keys = bench().keys();
  const attempt = await bench().attempt({
    ...options,
    wrap: (real) => ({ ...wrap?.(real), list: async () => ({ keys: [...keys, ...keys.slice(0, 3)] }) }),
  });
  await attempt.plan();
  await attempt.land();
  await attempt.conclude();
}
