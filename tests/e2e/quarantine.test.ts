import { hackerNewsArchive } from '@headrace/contracts';
import type { FaultRule } from '@headrace/sandbox';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { startE2eRig, type E2eRig } from '../support/e2e-rig.ts';
import { runHeadrace, type CommandEnd } from '../support/run-headrace.ts';
import { spawnHeadrace } from '../support/spawn-headrace.ts';
import { until } from '../support/until.ts';

const listed = 2_000;
const table = hackerNewsArchive.dataset.name;
const runFlags = '--batch-size 500 --chunk-size 100 --item-attempts 1 --quarantine-limit 1';
/** Keys that fail for ever, twelve in each of five ways. */
const failing = Array.from({ length: 60 }, (_, index) => String(150 + index * 30));
const faults: readonly FaultRule[] = [
  { fault: 'status', status: 403, keys: keysOf(0) },
  { fault: 'status', status: 503, keys: keysOf(1) },
  { fault: 'invalid-json', keys: keysOf(2) },
  { fault: 'malformed', keys: keysOf(3) },
  { fault: 'redirect-loop', keys: keysOf(4) },
];
/** The same keys, refused at once: nothing is tried again for seconds. */
const promptFaults = faults.map((rule) => ({ ...rule, fault: 'status', status: 403 }) as const);

let rig: E2eRig;
let runs = 0;
let run = '';

beforeAll(async () => {
  rig = await startE2eRig();
});
afterAll(() => rig?.[Symbol.asyncDispose]());

/** A run over 2,000 items of which 60 fail for ever; then the source is repaired. */
async function quarantineSixty(rules: readonly FaultRule[]): Promise<void> {
  run = `whole-${(runs += 1)}`;
  await rig.sql(`truncate ${table}`);
  rig.source.setFaults(rules);
  const { code, stdout, stderr } = await cli(
    `run hacker-news-archive --from 1 --to ${listed} --id ${run} ${runFlags}`,
  );
  if (code !== 0 || !stdout.includes(' 60 quarantined ')) throw new Error(`${code}: ${stdout}${stderr}`);
  rig.source.setFaults([]);
}

function keysOf(way: number): string {
  return failing.slice(way * 12, way * 12 + 12).join('|');
}

function cli(line: string): Promise<CommandEnd> {
  return runHeadrace(line.split(' '), rig.sandbox.env);
}

interface Listed {
  readonly items: readonly { readonly key: string; readonly reason: string }[];
  readonly totals: readonly { readonly reason: string; readonly items: number }[];
}

async function list(): Promise<Listed> {
  const { stdout } = await cli(`quarantine list --run ${run} --limit 100 --json`);
  return JSON.parse(stdout) as Listed;
}

async function landed(keys: readonly string[]): Promise<number> {
  const [row] = await rig.sql<{ rows: number }>(
    `select count(*)::int as rows from ${table} where _key = any($1)`,
    [keys],
  );
  return row!.rows;
}

it('is listed, shown, and landed again once the source is repaired', async () => {
  await quarantineSixty(faults);
  const { items, totals } = await list();
  expect(items.map(({ key }) => key).toSorted()).toEqual(failing.toSorted());
  expect(totals.map(({ reason, items: count }) => [reason, count])).toEqual(
    ['malformed', 'not-json', 'redirects', 'refused', 'unavailable'].map((reason) => [reason, 12]),
  );
  const text = await cli(`quarantine list --run ${run} --reason malformed --limit 3`);
  expect(text.stdout).toMatch(/^run +key +reason +status +attempts +detail +quarantined_at\n/);
  expect(text.stdout).toMatch(/\n\n12 items in quarantine: 12 malformed\n$/);
  const shown = await cli(`quarantine show --run ${run} --key ${failing[36]}`);
  expect(shown.stdout).toMatch(/^reason +malformed$/m);
  expect(shown.stdout).toContain('record, 41 bytes:\n{\n  "id": "none",\n  "type": [');

  const asked = rig.source.requests();
  const replay = await cli(`quarantine replay --run ${run}`);
  expect(replay).toMatchObject({ code: 0, stdout: expect.stringMatching(/^60 listed, .* 0 quarantined /m) });
  expect(replay.stderr).toMatch(
    new RegExp(`^run ${run}-replay-\\d{8}-\\d{6}-[0-9a-f]{6} started \\(\\S+\\)$`, 'm'),
  );
  expect(rig.source.requests() - asked).toBe(60);
  expect(await list()).toEqual({ items: [], totals: [] });
  const there = failing.filter((key) => rig.source.truth(key) !== null);
  expect(await landed(failing)).toBe(there.length);
  const empty = await cli(`quarantine replay --run ${run}`);
  expect(empty).toMatchObject({ code: 0, stdout: '' });
  expect(empty.stderr).toContain(`nothing to replay: no item in quarantine is of run ${run}`);
});

it('is replayed by reason and by key, and what fails again stays with its new reason', async () => {
  await quarantineSixty(faults);
  const byReason = await cli(`quarantine replay --run ${run} --reason refused --id ${run}-refused --json`);
  expect(JSON.parse(byReason.stdout)).toMatchObject({
    runId: `${run}-refused`,
    items: 12,
    result: { summary: { listed: 12, quarantined: 0 } },
  });
  const key = failing[13]!;
  rig.source.setFaults([{ fault: 'malformed', keys: key }]);
  const byKey = await cli(`quarantine replay --run ${run} --key ${key} --id ${run}-key`);
  expect(byKey).toMatchObject({ code: 0, stdout: expect.stringMatching(/ 1 quarantined /) });
  const { items } = await list();
  expect(items).toHaveLength(48);
  expect(items.filter((item) => item.key === key)).toMatchObject([{ reason: 'malformed', attempts: 2 }]);
  const ofReplay = await cli(`quarantine list --run ${run}-key`);
  expect(ofReplay).toMatchObject({ code: 2, stdout: '' });
  expect(ofReplay.stderr).toContain(`what failed again is in the quarantine of ${run}`);
});

it('is whole after a replay whose activity worker was killed in the middle', async () => {
  await quarantineSixty(promptFaults);
  rig.source.setFaults([{ fault: 'latency', ms: 100 }]);
  const before = rig.source.requests();
  const replay = spawnHeadrace(
    `quarantine replay --run ${run} --batch-size 20 --chunk-size 5 --concurrency 1 --heartbeat-timeout 2s`.split(
      ' ',
    ),
    rig.sandbox.env,
  );
  await until(
    () => rig.source.requests() - before,
    (requests) => requests >= 25,
  );
  await rig.sandbox.processes.get('activity-worker').kill();
  expect(await replay.ended).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^60 listed, .* 0 quarantined /m),
  });
  expect(await list()).toEqual({ items: [], totals: [] });
  expect(await landed(failing)).toBe(failing.filter((key) => rig.source.truth(key) !== null).length);
});

it('is landed once when two replay it at once', async () => {
  await quarantineSixty(promptFaults);
  const replays = await Promise.all(
    ['one', 'two'].map((name) => cli(`quarantine replay --run ${run} --id ${run}-${name}`)),
  );
  for (const { code, stdout } of replays) {
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/[1-9]\d* quarantined/);
  }
  expect(await list()).toEqual({ items: [], totals: [] });
  expect(await landed(failing)).toBe(failing.filter((key) => rig.source.truth(key) !== null).length);
});

it('is discarded only when that is meant', async () => {
  await quarantineSixty(promptFaults);
  const unasked = await cli(`quarantine discard --run ${run} --key ${failing[0]}`);
  expect(unasked).toMatchObject({ code: 2, stdout: '' });
  expect(unasked.stderr).toContain('--yes discards without asking');
  expect((await list()).items).toHaveLength(60);
  const discarded = await cli(`quarantine discard --run ${run} --reason refused --key ${failing[0]} --yes`);
  expect(discarded).toMatchObject({ code: 0, stdout: '1 item discarded\n' });
  const again = await cli(`quarantine discard --run ${run} --key ${failing[0]} --yes --json`);
  expect(JSON.parse(again.stdout)).toEqual({ discarded: 0 });
  expect((await list()).items).toHaveLength(59);
});
