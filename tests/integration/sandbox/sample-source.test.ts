import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { startSampleSource, type FaultRule, type SampleSource } from '@headrace/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

let source: SampleSource;
const truth = (): string => JSON.stringify(source.truth(17));

beforeAll(async () => {
  source = await startSampleSource({ seed: 7 });
});
beforeEach(() => source.setFaults([]));
afterAll(() => source.close());

describe('without faults', () => {
  test('an item is answered as the truth has it', async () => {
    expect(source.truth(17)).toMatchObject({ id: 17, title: expect.any(String) });
    expect(await readJson('/v0/item/17.json')).toEqual(source.truth(17));
  });

  test('an item that is not there is null', async () => {
    expect(await readJson('/v0/item/3001.json')).toBeNull();
  });

  test('feeds and maxitem are answered', async () => {
    for (const feed of ['top', 'new', 'best', 'ask', 'show', 'job'] as const) {
      expect(await readJson(`/v0/${feed}stories.json`)).toEqual(source.list(feed));
    }
    expect(await readJson('/v0/maxitem.json')).toBe(3_000);
  });

  test('any other path is 404', async () => {
    expect((await fetch(`${source.url}/v0/user/pg.json`)).status).toBe(404);
  });

  test('requests are counted by key', async () => {
    const before = source.requests();
    await readJson('/v0/item/801.json');
    await readJson('/v0/item/801.json');
    await readJson('/v0/topstories.json');
    expect([source.requests(801), source.requests() - before]).toEqual([2, 3]);
  });
});

interface LatestBody {
  readonly topic_list: { readonly more_topics_url?: string; readonly topics: readonly { id: number }[] };
}

describe('the forum', () => {
  let forum: SampleSource;

  beforeEach(async () => {
    forum = await startSampleSource({ topics: 70 });
    return () => forum.close();
  });

  async function read<Body>(path: string): Promise<Body> {
    return (await fetch(forum.url + path)).json() as Promise<Body>;
  }

  async function listed(page: number): Promise<number[]> {
    const { topic_list: list } = await read<LatestBody>(`/latest.json?page=${page}`);
    return list.topics.map(({ id }) => id);
  }

  test('lists its topics in pages of thirty, those posted in last first', async () => {
    const ids = [...(await listed(0)), ...(await listed(1)), ...(await listed(2))];
    expect(ids).toEqual(forum.topics.list());
    expect(new Set(ids).size).toBe(70);
    const times = ids.map((id) => forum.topics.topic(id)!.last_posted_at);
    expect(times).toEqual(times.toSorted().toReversed());
    expect((await read<LatestBody>('/latest.json')).topic_list.more_topics_url).toBe('/latest?page=1');
    expect((await read<LatestBody>('/latest.json?page=2')).topic_list).not.toHaveProperty('more_topics_url');
  });

  test('answers a topic, and 404 for one it has not, and counts both', async () => {
    expect(await read('/t/17.json')).toEqual(forum.topics.topic(17));
    expect((await fetch(`${forum.url}/t/71.json`)).status).toBe(404);
    expect([forum.requests('t/17'), forum.requests('t/71'), forum.requests('latest')]).toEqual([1, 1, 0]);
  });

  test('moves as people post, open and pin topics, and remove them', async () => {
    const [first, second] = forum.topics.list();
    forum.topics.post(17);
    const opened = forum.topics.open();
    forum.topics.remove(first!);
    expect((await listed(0)).slice(0, 3)).toEqual([opened, 17, second]);
    forum.topics.pin(second!);
    expect((await listed(0)).slice(0, 4)).toEqual([second, opened, 17, second]);
  });

  test('moves by itself between two pages where it is told to', async () => {
    await using busy = await startBusyForum();
    const before = busy.topics.list();
    await fetch(`${busy.url}/latest.json`);
    expect(busy.topics.list()).not.toEqual(before);
    expect(busy.topics.list().toSorted()).toEqual(before.toSorted());
  });
});

async function startBusyForum(): Promise<SampleSource & AsyncDisposable> {
  const busy = await startSampleSource({ postsPerPage: 2 });
  return { ...busy, [Symbol.asyncDispose]: () => busy.close() };
}

describe('with a million items', () => {
  let archive: SampleSource;

  beforeAll(async () => {
    archive = await startSampleSource({ items: 1_000_000 });
  });
  afterAll(() => archive.close());

  test('any of them is answered as the truth has it, and counted', async () => {
    for (const id of [1, 3_001, 500_000, 999_999, 1_000_000]) {
      expect(await readJson(`/v0/item/${id}.json`, archive)).toEqual(archive.truth(id));
      expect(archive.requests(id)).toBe(1);
    }
    expect(await readJson('/v0/item/1000001.json', archive)).toBeNull();
  });

  test('maxitem is the highest, and the feeds are those of the stories', async () => {
    expect(await readJson('/v0/maxitem.json', archive)).toBe(1_000_000);
    expect(await readJson('/v0/newstories.json', archive)).toEqual(
      Array.from({ length: 500 }, (_, back) => 3_000 - back),
    );
  });
});

test('the process is told by flags how many items there are', async () => {
  const main = fileURLToPath(new URL('../../../packages/sandbox/src/sample-source/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, '--items', '70000'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const maxitem = await fetch(`${line.replace('listening ', '')}/v0/maxitem.json`);
  expect(await maxitem.json()).toBe(70_000);
  child.kill();
  await once(child, 'exit');
});

describe('each fault on the wire', () => {
  test('latency waits, then the next rule has its turn', async () => {
    const started = performance.now();
    const answer = await request({ fault: 'latency', ms: 120 }, { fault: 'status', status: 502 });
    expect(answer.status).toBe(502);
    expect(performance.now() - started).toBeGreaterThanOrEqual(115);
  });

  test('status answers with it and HTML', async () => {
    const answer = await request({ fault: 'status', status: 500 });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([500, 'text/html']);
  });

  test('rate-limit asks to wait, in seconds or until a date', async () => {
    const answer = await request({ fault: 'rate-limit', retryAfter: 3 });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '3']);
    const dated = await request({ fault: 'rate-limit', retryAfter: 60, date: true });
    const wait = Date.parse(dated.headers.get('retry-after') ?? '') - Date.now();
    expect(wait).toBeGreaterThan(50_000);
    expect(wait).toBeLessThanOrEqual(60_000);
  });

  test('hang never answers', async () => {
    source.setFaults([{ fault: 'hang' }]);
    expect(await readBare(300)).toEqual({ text: '', ended: false });
  });

  test('drip sends a byte now and then', async () => {
    source.setFaults([{ fault: 'drip', ms: 20 }]);
    const socket = await openRequest(source, '/v0/item/17.json');
    const began = performance.now();
    let text = '';
    for await (const chunk of socket) {
      text += String(chunk);
      if (/(1\r\n \r\n){3}$/.test(text)) break;
    }
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n(1\r\n \r\n){3,}$/);
    expect(performance.now() - began).toBeGreaterThan(2 * 20);
  });

  test('truncate announces more than it sends', async () => {
    source.setFaults([{ fault: 'truncate' }]);
    const { text, ended } = await readBare(5_000);
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(Number(/content-length: (\d+)/.exec(head)?.[1])).toBe(Buffer.byteLength(truth()));
    expect(truth().startsWith(body)).toBe(true);
    expect(body.length).toBeLessThan(truth().length);
    expect(ended).toBe(true);
  });

  test('truncate cuts a chunked body before its last chunk', async () => {
    source.setFaults([{ fault: 'truncate', chunked: true }]);
    const { text, ended } = await readBare(5_000);
    expect(text).toContain('Transfer-Encoding: chunked');
    expect(text.endsWith('0\r\n\r\n')).toBe(false);
    expect(ended).toBe(true);
  });

  test('invalid-json is 200 and not JSON', async () => {
    const answer = await request({ fault: 'invalid-json' });
    expect(answer.status).toBe(200);
    await expect(answer.json()).rejects.toThrow(SyntaxError);
  });

  test('malformed is JSON of another shape', async () => {
    expect(await (await request({ fault: 'malformed' })).json()).toMatchObject({ title: 17 });
  });

  test('nul-text puts NUL before the true title', async () => {
    const item = await (await request({ fault: 'nul-text' })).json();
    expect(item).toEqual({ ...source.truth(17), title: `\0${source.truth(17)?.title}` });
  });

  test('null is null', async () => {
    expect(await (await request({ fault: 'null' })).json()).toBeNull();
  });

  test('oversize is the truth behind a lot of whitespace', async () => {
    const body = await (await request({ fault: 'oversize', bytes: 300_000 })).text();
    expect(body.length).toBe(300_000 + truth().length);
    expect(body.trimStart()).toBe(truth());
  });

  test('gzip-bomb is small on the wire and large when decoded', async () => {
    source.setFaults([{ fault: 'gzip-bomb', bytes: 5_000_000 }]);
    const compressed = await readUndecoded('/v0/item/17.json');
    expect(compressed.length).toBeLessThan(50_000);
    const body = gunzipSync(compressed).toString();
    expect(body.length).toBe(5_000_000 + truth().length);
    expect(body.trimStart()).toBe(truth());
  });

  test('redirect-loop never arrives', async () => {
    source.setFaults([{ fault: 'redirect-loop' }]);
    await expect(fetch(`${source.url}/v0/item/17.json`)).rejects.toMatchObject({
      cause: { message: 'redirect count exceeded' },
    });
  });

  test('reset resets the connection', async () => {
    source.setFaults([{ fault: 'reset' }]);
    const socket = await openRequest(source, '/v0/item/17.json');
    await expect(once(socket, 'end')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});

describe('rules', () => {
  test('the same seed gives the same faults, another seed others', async () => {
    const pattern = await readStatuses(1);
    expect(new Set(pattern)).toEqual(new Set([200, 503]));
    expect(await readStatuses(1)).toEqual(pattern);
    expect(await readStatuses(2)).not.toEqual(pattern);
  });

  test('a fault of the first requests of a key passes', async () => {
    source.setFaults([{ fault: 'status', keys: '802', first: 2 }]);
    const statuses: number[] = [];
    for (let nth = 1; nth <= 3; nth += 1) {
      statuses.push((await fetch(`${source.url}/v0/item/802.json`)).status);
    }
    expect(statuses).toEqual([503, 503, 200]);
  });

  test('rules are set, read and removed over HTTP', async () => {
    const rules = [{ fault: 'status', status: 500, keys: 'topstories' }];
    const put = await fetch(`${source.url}/faults`, { method: 'PUT', body: JSON.stringify(rules) });
    expect([put.status, await put.json()]).toEqual([200, rules]);
    expect(await readJson('/faults')).toEqual(rules);
    expect((await fetch(`${source.url}/v0/topstories.json`)).status).toBe(500);
    expect(await (await fetch(`${source.url}/faults`, { method: 'DELETE' })).json()).toEqual([]);
    expect((await fetch(`${source.url}/v0/topstories.json`)).status).toBe(200);
  });

  test('a misspelt rule is refused with what is valid, and the rules stay as they were', async () => {
    source.setFaults([{ fault: 'hang', keys: '5' }]);
    const put = await fetch(`${source.url}/faults`, { method: 'PUT', body: '[{"fault":"hang","kyes":"5"}]' });
    expect(put.status).toBe(400);
    expect(await put.json()).toEqual({
      error: 'rule 0: kyes: no such field; there are fault, keys, rate, share, nth, nthOverall, first',
    });
    expect(await readJson('/faults')).toEqual([{ fault: 'hang', keys: '5' }]);
  });

  test('rules that are not JSON are refused', async () => {
    const put = await fetch(`${source.url}/faults`, { method: 'PUT', body: 'hang' });
    expect([put.status, await put.json()]).toEqual([400, { error: expect.stringContaining('not JSON') }]);
  });

  test('requests are told over HTTP', async () => {
    await readJson('/v0/item/803.json');
    expect(await readJson('/requests')).toMatchObject({ requests: source.requests(), byKey: { 803: 1 } });
  });
});

test('closing ends connections that hang and drip', async () => {
  const closing = await startSampleSource({
    faults: [
      { fault: 'hang', keys: '1' },
      { fault: 'drip', keys: '2' },
    ],
  });
  const sockets = await Promise.all([1, 2].map((id) => openRequest(closing, `/v0/item/${id}.json`)));
  await expect.poll(() => closing.requests()).toBe(2);
  await Promise.all([closing.close(), ...sockets.map((socket) => once(socket.resume(), 'close'))]);
  await expect(fetch(closing.url)).rejects.toThrow('fetch failed');
});

async function request(...rules: FaultRule[]): Promise<Response> {
  source.setFaults(rules);
  return fetch(`${source.url}/v0/item/17.json`);
}

async function readJson(path: string, from: SampleSource = source): Promise<unknown> {
  return (await fetch(from.url + path)).json();
}

/** Statuses of the same 40 requests to a source where some of them fail. */
async function readStatuses(seed: number): Promise<number[]> {
  const failing = await startSampleSource({ seed, faults: [{ fault: 'status', rate: 0.4 }] });
  const statuses: number[] = [];
  for (let nth = 0; nth < 40; nth += 1) {
    statuses.push((await fetch(`${failing.url}/v0/item/${nth % 10}.json`)).status);
  }
  await failing.close();
  return statuses;
}

function readUndecoded(path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get(source.url + path, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks)));
    }).on('error', reject);
  });
}

/** What came over a bare socket until it ended, or within `wait` ms. */
async function readBare(wait: number): Promise<{ text: string; ended: boolean }> {
  const socket = await openRequest(source, '/v0/item/17.json');
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = await once(socket, 'end', { signal: AbortSignal.timeout(wait) }).then(
    () => true,
    () => false,
  );
  socket.destroy();
  return { text, ended };
}

async function openRequest(to: SampleSource, path: string): Promise<Socket> {
  const socket = connect(Number(new URL(to.url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
  return socket;
}
