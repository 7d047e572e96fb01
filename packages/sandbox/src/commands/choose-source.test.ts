import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { chooseSource, type ChosenSource } from './choose-source.ts';
import { readConfig } from './read-config.ts';

let proxy: Server;
let asked: string[];
let address: string;

beforeEach(async () => {
  asked = [];
  proxy = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('1');
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  address = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});

afterEach(() => {
  proxy.closeAllConnections();
  proxy.close();
});

function choose(env: NodeJS.ProcessEnv): Promise<ChosenSource> {
  return chooseSource(readConfig([], { HEADRACE_HACKER_NEWS_URL: 'http://source.invalid', ...env }));
}

it.each<[string, (address: string) => NodeJS.ProcessEnv]>([
  ['by its URL', (given) => ({ HTTP_PROXY: `http://${given}` })],
  ['without a scheme', (given) => ({ HTTP_PROXY: given })],
  ['in lower case, which wins', (given) => ({ HTTP_PROXY: 'http://127.0.0.1:1', http_proxy: given })],
])('looks for the real source through the proxy that the worker will take, given %s', async (_, env) => {
  expect(await choose(env(address))).toEqual({ source: 'http://source.invalid' });
  expect(asked).toEqual(['http://source.invalid/v0/maxitem.json']);
});

it.each([{}, { no_proxy: '' }])('looks past the proxy where the worker will, with %j', async (empty) => {
  expect(await choose({ HTTP_PROXY: address, NO_PROXY: 'source.invalid', ...empty })).toMatchObject({
    source: 'sample',
    because: expect.stringContaining('ENOTFOUND'),
  });
  expect(asked).toEqual([]);
});

it('tells of a proxy that is none without its password', async () => {
  expect(await choose({ HTTP_PROXY: 'http://me:hush@:x' })).toEqual({
    source: 'sample',
    because: 'http://source.invalid cannot be reached (HTTP_PROXY is not the URL of a proxy)',
  });
});
