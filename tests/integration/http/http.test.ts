import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';

import { createHttp, type Http, type HttpOptions, type SourceContext } from '@headrace/activities';
import { afterEach, describe, expect, test } from 'vitest';

import { startHttpServer } from '../../support/http-server.ts';

const opened: Http[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((http) => http.close()));
});

function open(options: HttpOptions = {}): Http {
  const http = createHttp({ backoff: 5, ...options });
  opened.push(http);
  return http;
}

function newContext(): SourceContext & { meter: { requests: number } } {
  return { signal: new AbortController().signal, meter: { requests: 0 } };
}

describe('an answer', () => {
  test('is parsed JSON, asked for by name', async () => {
    await using server = await startHttpServer((request, response) => {
      response.end(JSON.stringify({ accept: request.headers.accept, agent: request.headers['user-agent'] }));
    });
    const context = newContext();
    const json = await open().getJson(`${server.url}/item?page=2`, context);
    expect(json).toEqual({ accept: 'application/json', agent: expect.stringContaining('headrace') });
    expect(server.requests).toEqual(['/item?page=2']);
    expect(context.meter.requests).toBe(1);
  });

  test.for([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
    ['deflate', deflateSync],
  ] as const)('is decoded from %s', async ([encoding, encode]) => {
    await using server = await startHttpServer((_request, response) => {
      response.setHeader('content-encoding', encoding).end(encode('{"title":"Über"}'));
    });
    expect(await open().getJson(server.url, newContext())).toEqual({ title: 'Über' });
  });

  test('may begin with a byte order mark', async () => {
    await using server = await startHttpServer((_request, response) => response.end('\uFEFF[1]'));
    expect(await open().getJson(server.url, newContext())).toEqual([1]);
  });

  test('comes over a connection that is used again', async () => {
    await using server = await startHttpServer((_request, response) => response.end('{}'));
    const http = open();
    for (let count = 0; count < 20; count += 1) await http.getJson(server.url, newContext());
    expect(server.requests).toHaveLength(20);
    expect(server.connections).toBe(1);
  });
});

describe('a redirect', () => {
  test('is followed, and each hop counted', async () => {
    await using server = await startHttpServer((request, response) => {
      if (request.url === '/old') response.writeHead(301, { location: '../new' }).end('moved');
      else response.end('"here"');
    });
    const context = newContext();
    expect(await open().getJson(`${server.url}/old`, context)).toBe('here');
    expect(context.meter.requests).toBe(2);
  });

  test('in a loop is given up after five', async () => {
    await using server = await startHttpServer((_request, response) => {
      response.writeHead(302, { location: '/again' }).end();
    });
    const context = newContext();
    const failure = open().getJson(server.url, context);
    await expect(failure).rejects.toMatchObject({ reason: 'redirects', transient: false });
    expect(context.meter.requests).toBe(6);
  });

  test.for(['file:///etc/passwd', 'http://['])('to %s is refused', async (location) => {
    await using server = await startHttpServer((_request, response) => {
      response.writeHead(302, { location }).end();
    });
    const failure = open().getJson(server.url, newContext());
    await expect(failure).rejects.toMatchObject({
      reason: 'redirects',
      message: expect.stringContaining(location),
    });
  });

  test('keeps the credentials to the origin they were given for', async () => {
    await using other = await startHttpServer((request, response) => {
      response.end(JSON.stringify(request.headers.authorization ?? null));
    });
    await using server = await startHttpServer((request, response) => {
      if (request.url === '/near') response.end(JSON.stringify(request.headers.authorization));
      else response.writeHead(307, { location: request.url === '/a' ? '/near' : other.url }).end();
    });
    const withCredentials = server.url.replace('//', '//user:p%40ss@');
    const basic = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
    expect(await open().getJson(`${withCredentials}/a`, newContext())).toBe(basic);
    expect(await open().getJson(`${withCredentials}/b`, newContext())).toBeNull();
  });
});

describe('a bad status', () => {
  test.for([408, 425, 429, 500, 502, 503, 504])('%i is retried', async (status) => {
    await using server = await startHttpServer((_request, response) => {
      if (server.requests.length === 1) response.statusCode = status;
      response.end('{"ok":true}');
    });
    const context = newContext();
    expect(await open().getJson(server.url, context)).toEqual({ ok: true });
    expect(context.meter.requests).toBe(2);
  });

  test('that stays is the failure after the last retry', async () => {
    await using server = await startHttpServer((_request, response) => {
      response.writeHead(503).end('<h1>down</h1>');
    });
    const context = newContext();
    const failure = open({ retries: 2 }).getJson(server.url, context);
    await expect(failure).rejects.toMatchObject({ reason: 'unavailable', transient: true, status: 503 });
    expect(context.meter.requests).toBe(3);
  });

  test.for([400, 401, 403, 404, 410, 418])('%i is refused at once', async (status) => {
    await using server = await startHttpServer((_request, response) => {
      response.writeHead(status).end();
    });
    const context = newContext();
    const failure = open().getJson(server.url, context);
    await expect(failure).rejects.toMatchObject({ reason: 'refused', transient: false, status });
    expect(context.meter.requests).toBe(1);
  });

  test('is waited out for as long as Retry-After says', async () => {
    const times: number[] = [];
    await using server = await startHttpServer((_request, response) => {
      times.push(performance.now());
      if (times.length === 1) response.writeHead(429, { 'retry-after': '1' });
      response.end('{}');
    });
    await open().getJson(server.url, newContext());
    expect(times[1]! - times[0]!).toBeGreaterThan(950);
  });

  test('with a longer Retry-After is the failure at once, and carries it', async () => {
    await using server = await startHttpServer((_request, response) => {
      response.writeHead(429, { 'retry-after': '3600' }).end();
    });
    const context = newContext();
    const failure = open().getJson(server.url, context);
    await expect(failure).rejects.toMatchObject({ reason: 'rate-limited', retryAfter: 3_600_000 });
    expect(context.meter.requests).toBe(1);
  });
});
