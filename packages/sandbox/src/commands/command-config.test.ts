import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, test, afterEach, beforeEach, it } from 'vitest';

import {
  chooseSource,
  readConfig,
  SourceUnreachable,
  UsageError,
  type ChosenSource,
} from './command-config.ts';

describe('readConfig', () => {
  test('takes the source and leaves the other flags to the run', () => {
    const config = readConfig(['--', '--limit', '5', '--source', 'sample', '--json'], {});
    expect(config).toMatchObject({ source: 'sample', rest: ['--limit', '5', '--json'] });
  });

  test.each(['http://localhost:1/', 'http://localhost:1'])('takes %s without a slash at its end', (url) => {
    expect(readConfig([`--source=${url}`], {}).source).toBe('http://localhost:1');
  });

  test.each([['--source'], ['--source', 'samples'], ['--source=ftp://x']])('refuses %s %s', (...argv) => {
    expect(() => readConfig(argv, {})).toThrow(UsageError);
  });

  test.each(['http://me:hush@temporal:7233', 'temporal:port', 'a b'])(
    'refuses the address of Temporal %s, and does not repeat it',
    (address) => {
      const read = (): unknown => readConfig([], { TEMPORAL_ADDRESS: address });
      expect(read).toThrow(UsageError);
      expect(read).toThrow(/^TEMPORAL_ADDRESS is not host:port without a scheme, such as \S+$/);
    },
  );

  test('takes an empty variable for none', () => {
    const config = readConfig([], { TEMPORAL_ADDRESS: '', DATABASE_URL: '', HEADRACE_HOME: '' });
    expect(config).toMatchObject({ temporalAddress: undefined, databaseUrl: undefined });
    expect(config.home).toMatch(/\.headrace$/);
  });
});

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

it('makes up no stories for a database of one’s own', async () => {
  const config = readConfig(['--source', 'sample'], { DATABASE_URL: 'postgres://db.internal/x' });
  await expect(chooseSource(config)).rejects.toThrow(UsageError);
});
