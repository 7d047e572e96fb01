import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

import { createHttp, type Http, type HttpOptions, type SourceContext } from '@headrace/activities';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';

import { createCertificates } from '../../support/certificates.ts';
import { startForwardProxy } from '../../support/forward-proxy.ts';
import { startHttpServer } from '../../support/http-server.ts';

const opened: Http[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((http) => http.close()));
});

function open(options: HttpOptions = {}): Http {
  const http = createHttp({ backoff: 5, retries: 0, ...options });
  opened.push(http);
  return http;
}

function newContext(): SourceContext {
  return { signal: new AbortController().signal, meter: { requests: 0 } };
}

function portOf({ url }: { readonly url: string }): number {
  return Number(new URL(url).port);
}

describe('through a proxy', () => {
  test('http sources are asked over connections that are used again', async () => {
    await using server = await startHttpServer((request, response) => {
      response.end(JSON.stringify({ host: request.headers.host, agent: request.headers['user-agent'] }));
    });
    await using proxy = await startForwardProxy({ target: portOf(server) });
    const http = open({ proxies: { http: `http://127.0.0.1:${proxy.port}` } });
    for (let count = 0; count < 10; count += 1) {
      const answer = await http.getJson('http://source.invalid/item?page=2', newContext());
      expect(answer).toEqual({ host: 'source.invalid', agent: 'headrace' });
    }
    expect(proxy.asked).toEqual(Array(10).fill('GET http://source.invalid/item?page=2'));
    expect(proxy.connections).toBe(1);
  });

  test('https sources are asked through one tunnel that is used again', async (context) => {
    const made = await createCertificates();
    if (!made) return context.skip('there is no openssl');
    await using certificates = made;
    const { elsewhere, ca } = certificates;
    const usual = getCACertificates('default');
    setDefaultCACertificates([...usual, await readFile(ca.cert, 'utf8')]);
    onTestFinished(() => setDefaultCACertificates(usual));
    const server = createServer({ cert: await readFile(elsewhere.cert), key: await readFile(elsewhere.key) });
    server.on('request', (_request, response) => response.end('{"safe":true}')).listen(0, '127.0.0.1');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    await once(server, 'listening');
    await using proxy = await startForwardProxy({
      target: (server.address() as AddressInfo).port,
      credentials: 'me:p@ss',
    });
    const http = open({ proxies: { https: `http://me:p%40ss@127.0.0.1:${proxy.port}` } });
    for (let count = 0; count < 10; count += 1) {
      expect(await http.getJson('https://elsewhere.example/item', newContext())).toEqual({ safe: true });
    }
    expect(proxy.asked).toEqual(['CONNECT elsewhere.example:443']);
  });

  test('deadline and size cap hold', async () => {
    await using server = await startHttpServer((request, response) => {
      if (request.url === '/large') response.end(`"${'x'.repeat(2_000)}"`);
      else response.writeHead(200).write('[');
    });
    await using proxy = await startForwardProxy({ target: portOf(server) });
    const proxies = { http: `http://127.0.0.1:${proxy.port}` };
    const large = open({ proxies, maxBytes: 1_000 }).getJson('http://source.invalid/large', newContext());
    await expect(large).rejects.toMatchObject({ reason: 'too-large' });
    const slow = open({ proxies, timeout: 300 }).getJson('http://source.invalid/slow', newContext());
    await expect(slow).rejects.toMatchObject({ reason: 'timeout' });
  });

  test.each(['http', 'https'])('a proxy that hangs is bounded by the deadline, for %s', async (scheme) => {
    await using proxy = await startForwardProxy({ target: 1, hangs: true });
    const http = open({ proxies: { http: `http://127.0.0.1:${proxy.port}` }, timeout: 200 });
    const asked = http.getJson(`${scheme}://source.invalid/`, newContext());
    await expect(asked).rejects.toMatchObject({ reason: 'timeout', transient: true });
  });

  test.each(['http', 'https'])(
    'a proxy that refuses is named, and is no answer of the source, for %s',
    async (scheme) => {
      await using proxy = await startForwardProxy({ target: 1, credentials: 'me:hush' });
      const http = open({ proxies: { http: `http://me:wrong@127.0.0.1:${proxy.port}` } });
      const failure = await http
        .getJson(`${scheme}://source.invalid/`, newContext())
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({
        reason: 'network',
        transient: true,
        message: expect.stringMatching(/proxy.*407|407.*proxy/i),
      });
      expect(String(failure)).not.toContain('wrong');
    },
  );

  test('a proxy that is not there is a failing network', async () => {
    const http = open({ proxies: { http: 'http://127.0.0.1:1' } });
    const asked = http.getJson('http://source.invalid/', newContext());
    await expect(asked).rejects.toMatchObject({ reason: 'network', transient: true });
  });
});

describe('past a proxy', () => {
  test('hosts of this machine, and those that are excepted, are asked directly', async () => {
    await using server = await startHttpServer((_request, response) => response.end('{}'));
    await using proxy = await startForwardProxy({ target: portOf(server) });
    const http = open({ proxies: { http: `http://127.0.0.1:${proxy.port}`, except: '.internal.invalid' } });
    await http.getJson(server.url, newContext());
    await http.getJson(server.url.replace('127.0.0.1', 'localhost'), newContext());
    const excepted = http.getJson('http://api.internal.invalid/', newContext());
    await expect(excepted).rejects.toMatchObject({ message: expect.stringContaining('ENOTFOUND') });
    expect(proxy.asked).toEqual([]);
    await http.getJson('http://api.other.invalid/', newContext());
    expect(proxy.asked).toHaveLength(1);
  });
});
