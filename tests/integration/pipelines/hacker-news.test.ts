import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { createHttp, createSources, type AnySource, type SourceContext } from '@headrace/activities';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startHttpServer } from '../../support/http-server.ts';

const http = createHttp({ backoff: 5 });
const input = { feed: 'top', limit: 500 };

afterAll(() => http.close());

function sourceAt(baseUrl: string): AnySource {
  return createSources({ http, baseUrls: { 'hacker-news': baseUrl } }).get('hacker-news')!;
}

function newContext(): SourceContext {
  return { signal: new AbortController().signal, meter: { requests: 0 } };
}

describe('over HTTP', () => {
  test.for(['', '/', '/mirror', '/mirror/'])('the base URL may end in "%s"', async (end) => {
    await using server = await startHttpServer((_request, response) => response.end('[3,1,2]'));
    const page = await sourceAt(server.url + end).list(input, { limit: 10 }, newContext());
    expect(page).toEqual({ keys: ['3', '1', '2'] });
    expect(server.requests).toEqual([`${end.replace(/\/$/, '')}/v0/topstories.json`]);
  });

  test('a status of 404 is refused, since the API answers null for an item it has not', async () => {
    await using server = await startHttpServer((_request, response) => {
      response.writeHead(404).end();
    });
    const item = sourceAt(server.url).fetchItem(input, '1', newContext());
    await expect(item).rejects.toMatchObject({ reason: 'refused', status: 404 });
  });
});

const replay = fileURLToPath(new URL('../../../../shared/tools/replay.mjs', import.meta.url));

describe.skipIf(!existsSync(replay))('over recorded stories (skipped without ../shared)', () => {
  let server: ChildProcess;
  let source: AnySource;

  beforeAll(async () => {
    server = spawn(process.execPath, [replay], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface(server.stdout!), 'line')) as [string];
    source = sourceAt(line.replace('listening ', ''));
  });

  afterAll(async () => {
    server.kill();
    await once(server, 'exit');
  });

  test('the first fifty of the top feed are stories', async () => {
    const { keys } = await source.list({ ...input, limit: 50 }, { limit: 1_000 }, newContext());
    const rows = await Promise.all(keys.map((key) => source.fetchItem(input, key, newContext())));
    expect(rows.map((row) => String(row?.id))).toEqual(keys);
    expect(rows[0]).toEqual({
      id: 12494998,
      type: 'story',
      title: 'Pardon Snowden',
      by: 'erlend_sh',
      url: 'https://www.pardonsnowden.org/',
      score: 2553,
      comments: 781,
      postedAt: '2016-09-14T08:31:00.000Z',
    });
  });

  test('an item the API has not is absent', async () => {
    expect(await source.fetchItem(input, '1', newContext())).toBeUndefined();
  });
});
