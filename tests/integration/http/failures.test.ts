import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

import { createHttp, ItemFailure, type Http, type HttpOptions } from '@headrace/activities';
import { limits } from '@headrace/contracts';
import { afterEach, describe, expect, test } from 'vitest';

import { startHttpServer } from '../../support/http-server.ts';

const opened: Http[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((http) => http.close()));
});

interface Failed {
  readonly failure: ItemFailure;
  readonly requests: number;
}

/** Asks for a URL that is expected to fail. */
async function fail(url: string, options: HttpOptions = {}): Promise<Failed> {
  const http = createHttp({ backoff: 5, ...options });
  opened.push(http);
  const meter = { requests: 0 };
  const context = { signal: new AbortController().signal, meter };
  const failure = await http.getJson(url, context).catch((error: unknown) => error);
  if (!(failure instanceof ItemFailure)) throw new Error('not an ItemFailure', { cause: failure });
  return { failure, requests: meter.requests };
}

describe('a source that hangs', () => {
  test.for<[string, (response: ServerResponse) => void]>([
    ['before its headers', () => {}],
    ['after its headers', (response) => response.flushHeaders()],
    ['in the middle of its body', (response) => response.write('{"title":')],
    ['dripping byte by byte', drip],
  ])('%s is given up at the deadline, and its connection closed', async ([, answer]) => {
    await using server = await startHttpServer((_request, response) => answer(response));
    const { failure, requests } = await fail(server.url, { timeout: 200 });
    expect(failure).toMatchObject({ reason: 'timeout', transient: true });
    expect(failure.message).toContain('200 ms');
    expect(requests).toBe(1);
    await expect.poll(() => server.open.size).toBe(0);
  });

  test('by redirecting slowly is bound by one deadline for all hops', async () => {
    await using server = await startHttpServer((_request, response) => {
      setTimeout(() => response.writeHead(302, { location: '/' }).end(), 150);
    });
    const { failure, requests } = await fail(server.url, { timeout: 400 });
    expect(failure.reason).toBe('timeout');
    expect(requests).toBeLessThan(4);
  });
});

describe('a connection', () => {
  test.for<[string, (response: ServerResponse) => void]>([
    ['that is reset', (response) => response.socket?.resetAndDestroy()],
    ['that closes without an answer', (response) => response.socket?.destroy()],
    ['cut short of the content length', cutContentLength],
    ['cut between two chunks', cutChunks],
    ['that carries half of a gzip body', halfGzip],
    ['that speaks no HTTP', (response) => response.socket?.end('220 mail ready\r\n')],
  ])('%s is a network failure, and tried again', async ([, answer]) => {
    await using server = await startHttpServer((_request, response) => answer(response));
    const { failure, requests } = await fail(server.url);
    expect(failure).toMatchObject({ reason: 'network', transient: true });
    expect(requests).toBe(3);
  });

  test('that is refused names the address', async () => {
    const server = await startHttpServer(() => {});
    await server[Symbol.asyncDispose]();
    const { failure } = await fail(`${server.url.replace('//', '//user:secret@')}/item`);
    expect(failure).toMatchObject({ reason: 'network', transient: true });
    expect(failure.message).toMatch(/^GET http:\/\/127\.0\.0\.1:\d+\/item: .*ECONNREFUSED/);
    expect(failure.message).not.toContain('secret');
  });
});

describe('a body', () => {
  test('past the size cap is too large, by its length or without one', async () => {
    await using server = await startHttpServer((request, response) => {
      const body = `"${'x'.repeat(100_000)}"`;
      if (request.url === '/length') response.setHeader('content-length', body.length);
      response.write(body.slice(0, 50_000));
      response.end(body.slice(50_000));
    });
    for (const path of ['/length', '/chunked']) {
      const { failure, requests } = await fail(server.url + path, { maxBytes: 99_999 });
      expect(failure).toMatchObject({ reason: 'too-large', transient: false });
      expect(failure.message).toContain('99999 bytes');
      expect(requests).toBe(1);
    }
  });

  test('that unfolds to 256 MiB is stopped at the cap', async () => {
    const bomb = gzipSync(Buffer.alloc(256 * 1024 * 1024, ' '));
    await using server = await startHttpServer((_request, response) => {
      response.setHeader('content-encoding', 'gzip').end(bomb);
    });
    const before = process.memoryUsage().arrayBuffers;
    const { failure } = await fail(server.url);
    expect(failure).toMatchObject({ reason: 'too-large', transient: false });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
  });

  test('that is not JSON is tried again, and kept as it came', async () => {
    const page = '<html>Bad gateway</html>';
    await using server = await startHttpServer((_request, response) => response.end(page));
    const { failure, requests } = await fail(server.url);
    expect(failure).toMatchObject({ reason: 'not-json', transient: true, record: page });
    expect(requests).toBe(3);
  });

  test('that is not JSON and long is kept up to the cap', async () => {
    await using server = await startHttpServer((_request, response) => response.end('é'.repeat(100_000)));
    const { failure } = await fail(server.url, { retries: 0 });
    expect(Buffer.byteLength(failure.record!)).toBe(limits.quarantineRecordBytes);
  });

  test('that is empty is not JSON', async () => {
    await using server = await startHttpServer((_request, response) => response.writeHead(204).end());
    const { failure } = await fail(server.url, { retries: 0 });
    expect(failure).toMatchObject({ reason: 'not-json', message: expect.stringContaining('empty') });
  });

  test('encoded in an unknown way names what can be read', async () => {
    await using server = await startHttpServer((_request, response) => {
      response.setHeader('content-encoding', 'compress').end('{}');
    });
    const { failure } = await fail(server.url, { retries: 0 });
    expect(failure.message).toMatch(/compress.*gzip/);
  });

  test('broken once is had by the next attempt', async () => {
    await using server = await startHttpServer((_request, response) => {
      if (server.requests.length === 1) response.socket?.destroy();
      else response.end(server.requests.length === 2 ? '{"tit' : '{"title":"whole"}');
    });
    const http = createHttp({ backoff: 5 });
    opened.push(http);
    const meter = { requests: 0 };
    const json = await http.getJson(server.url, { signal: new AbortController().signal, meter });
    expect(json).toEqual({ title: 'whole' });
    expect(meter.requests).toBe(3);
  });
});

function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(' '), 20);
  void once(response, 'close').then(() => clearInterval(timer));
}

function cutContentLength(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': 100 });
  response.write('{"title":"half', () => response.socket?.destroy());
}

function cutChunks(response: ServerResponse): void {
  response.write('{"title":"half', () => response.socket?.destroy());
}

function halfGzip(response: ServerResponse): void {
  const whole = gzipSync(JSON.stringify({ title: 'x'.repeat(1_000) }));
  response.setHeader('content-encoding', 'gzip').end(whole.subarray(0, whole.length / 2));
}
