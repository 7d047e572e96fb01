import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, afterEach, beforeEach, it } from 'vitest';

import { chooseSource, SourceUnreachable, type ChosenSource } from './choose-source.ts';
import { readConfig, UsageError } from './command-config.ts';

let proxy: Server;
let asked: string[];
let address: string;
let body: string;

beforeEach(async () => {
  asked = [];
  body = '[1]';
  proxy = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(body);
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
  expect(asked).toEqual(['http://source.invalid/v0/topstories.json']);
});

it.each([{}, { no_proxy: '' }])('looks past the proxy where the worker will, with %j', async (empty) => {
  const chosen = choose({ HTTP_PROXY: address, NO_PROXY: 'source.invalid', ...empty });
  await expect(chosen).rejects.toThrow('ENOTFOUND');
  expect(asked).toEqual([]);
});

it('tells of a proxy that is none without its password', async () => {
  await expect(choose({ HTTP_PROXY: 'http://me:hush@:x' })).rejects.toThrow(
    'does not answer /v0/topstories.json (HTTP_PROXY is not the URL of a proxy)',
  );
});

describe('a source that does not answer', () => {
  const gone = { HTTP_PROXY: 'http://127.0.0.1:1', HTTPS_PROXY: 'http://127.0.0.1:1' };
  const configured = { ...gone, HEADRACE_HACKER_NEWS_URL: 'http://me:se/cret@source.invalid' };

  it.each<[string, string[], NodeJS.ProcessEnv]>([
    ['HEADRACE_HACKER_NEWS_URL', [], { ...gone, HEADRACE_HACKER_NEWS_URL: 'http://source.invalid' }],
    ['--source', ['--source', 'http://source.invalid'], gone],
    ['--source public', ['--source', 'public'], gone],
  ])('is refused by the name of %s, and nothing takes its place', async (setting, argv, env) => {
    const refused = chooseSource(readConfig(argv, env), { feed: 'ask' });
    await expect(refused).rejects.toBeInstanceOf(SourceUnreachable);
    await expect(refused).rejects.toThrow(`${setting}: http`);
    await expect(refused).rejects.toThrow('does not answer /v0/askstories.json');
  });

  it('is shown without its password', async () => {
    await expect(chooseSource(readConfig([], configured))).rejects.toThrow('http://me:***@source.invalid');
  });

  it('is used all the same, and said, where a later run may find it up', async () => {
    const env = { ...gone, HEADRACE_HACKER_NEWS_URL: 'http://source.invalid' };
    expect(await chooseSource(readConfig([], env), { waits: true })).toEqual({
      source: 'http://source.invalid',
      note: expect.stringMatching(/^HEADRACE_HACKER_NEWS_URL: .* runs wait for it$/),
    });
  });

  it('gives way to the sample source where nothing was configured', async () => {
    expect(await chooseSource(readConfig([], gone))).toEqual({
      source: 'sample',
      note: expect.stringMatching(/generated sample stories take its place, apart from real ones$/),
    });
  });

  it.each(['DATABASE_URL', 'TEMPORAL_ADDRESS'])(
    'leaves made-up stories out of what %s names',
    async (name) => {
      const value = name === 'DATABASE_URL' ? 'postgres://db.internal/x' : 'temporal.internal:7233';
      await expect(chooseSource(readConfig([], { ...gone, [name]: value }))).rejects.toThrow(
        `where ${name} points`,
      );
    },
  );
});

it.each([{ DATABASE_URL: 'postgres://db.internal/x' }, { TEMPORAL_ADDRESS: 'temporal.internal:7233' }])(
  'makes up no stories with %j',
  async (env) => {
    const refused = chooseSource(readConfig(['--source', 'sample'], env));
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(`unset ${Object.keys(env)[0]}`);
  },
);

it('takes a page that is no list for no answer', async () => {
  body = '<html>Sign in to the network</html>';
  await expect(choose({ HTTP_PROXY: address })).rejects.toThrow('(its answer is no JSON list)');
});
