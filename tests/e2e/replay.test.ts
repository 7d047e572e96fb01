import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startE2eRig, type E2eRig } from '../support/e2e-rig.ts';
import { runHeadrace } from '../support/run-headrace.ts';

const shared = new URL('../../../shared/', import.meta.url);
const replay = fileURLToPath(new URL('tools/replay.mjs', shared));
const records = new URL('data/hacker-news/items.jsonl.gz', shared);
const missing = !existsSync(replay);
const limit = 500;

interface Item {
  id: number;
  type: string;
  title: string;
  by: string;
  url?: string;
  score: number;
  descendants?: number;
  time: number;
}

describe('recorded stories', () => {
  let server: ChildProcess;
  let rig: E2eRig;

  beforeAll(async () => {
    if (missing) return;
    server = spawn(process.execPath, [replay], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface({ input: server.stdout! }), 'line')) as [string];
    rig = await startE2eRig({ sourceUrl: line.replace('listening ', '') });
  });
  afterAll(async () => {
    await rig?.[Symbol.asyncDispose]();
    server?.kill();
  });

  it('land field by field as they were recorded, and are shown in list order', async ({ skip }) => {
    skip(missing, 'the recorded data in ../shared is not there');
    const { env } = rig.sandbox;
    const run = await runHeadrace(['run', 'hacker-news', '--limit', `${limit}`, '--id', 'x', '--json'], env);
    expect(run).toMatchObject({ code: 0 });
    const show = await runHeadrace(
      ['show', 'hacker-news', '--run', 'x', '--limit', `${limit}`, '--json'],
      env,
    );
    expect(show.code).toBe(0);
    const { rows } = JSON.parse(show.stdout) as { rows: unknown[] };
    const recorded = gunzipSync(readFileSync(records)).toString('utf8').split('\n').slice(0, limit);
    expect(rows).toEqual(recorded.map((line) => toRow(JSON.parse(line) as Item)));
  });
});

function toRow({ id, type, title, by, url, score, descendants, time }: Item): unknown {
  const postedAt = new Date(time * 1_000).toISOString();
  return { id, type, title, by, url: url ?? null, score, comments: descendants ?? 0, postedAt };
}
