import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect, it } from 'vitest';

import { chooseSource } from './choose-source.ts';
import { readConfig } from './read-config.ts';

it('looks for the real source through the proxy that the worker will take', async () => {
  const asked: string[] = [];
  const proxy = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('1');
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  const env = { HEADRACE_HACKER_NEWS_URL: 'http://source.invalid', HTTP_PROXY: `http://127.0.0.1:${port}` };
  const around = await chooseSource(readConfig([], { ...env, NO_PROXY: 'source.invalid' }));
  const through = await chooseSource(readConfig([], env));
  proxy.closeAllConnections();
  proxy.close();
  expect(around).toMatchObject({ source: 'sample', because: expect.stringContaining('ENOTFOUND') });
  expect(through).toEqual({ source: 'http://source.invalid' });
  expect(asked).toEqual(['http://source.invalid/v0/maxitem.json']);
});
