import type { ServerResponse } from 'node:http';

import { createHttp, type Http } from '@headrace/activities';
import { afterEach, describe, expect, test } from 'vitest';

import { startHttpServer } from '../../support/http-server.ts';

const opened: Http[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((http) => http.close()));
});

describe('an aborted signal', () => {
  test.for<[string, (response: ServerResponse) => void]>([
    ['before the headers', () => {}],
    ['in the middle of the body', (response) => response.write('{')],
  ])('ends a request %s at once with its reason, and the connection', async ([, answer]) => {
    const asked = Promise.withResolvers<void>();
    await using server = await startHttpServer((_request, response) => {
      answer(response);
      asked.resolve();
    });
    const http = createHttp();
    opened.push(http);
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const json = http.getJson(server.url, { signal: controller.signal, meter: { requests: 0 } });
    await asked.promise;
    controller.abort(reason);
    await expect(json).rejects.toBe(reason);
    await expect.poll(() => server.open.size).toBe(0);
  });

  test('ends the wait for a retry at once', async () => {
    const answered = Promise.withResolvers<void>();
    await using server = await startHttpServer((_request, response) => {
      response.on('close', () => answered.resolve());
      response.writeHead(503, { 'retry-after': '60' }).end();
    });
    const http = createHttp({ maxRetryAfter: 60_000 });
    opened.push(http);
    const controller = new AbortController();
    const json = http.getJson(server.url, { signal: controller.signal, meter: { requests: 0 } });
    await answered.promise;
    controller.abort(new Error('cancelled'));
    await expect(json).rejects.toThrow('cancelled');
    expect(server.requests).toHaveLength(1);
  });

  test('sends nothing when it was aborted before', async () => {
    await using server = await startHttpServer((_request, response) => response.end('{}'));
    const http = createHttp();
    opened.push(http);
    const meter = { requests: 0 };
    const json = http.getJson(server.url, { signal: AbortSignal.abort(new Error('before')), meter });
    await expect(json).rejects.toThrow('before');
    expect(meter.requests).toBe(0);
    expect(server.requests).toEqual([]);
  });
});

test('closing ends what is in flight and gives the connections up', async () => {
  await using server = await startHttpServer(() => {});
  const http = createHttp({ retries: 0 });
  const json = http.getJson(server.url, { signal: new AbortController().signal, meter: { requests: 0 } });
  const ended = json.catch((error: unknown) => error);
  await expect.poll(() => server.requests).toHaveLength(1);
  await http.close();
  expect(await ended).toMatchObject({ reason: 'network' });
  await expect.poll(() => server.open.size).toBe(0);
});
