import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { SettingsRefused } from '../settings/load-settings.ts';
import { loadTemporalConfig } from './temporal-config.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headrace-config-'));
  await mkdir(join(folder, '.headrace'));
  await writeFile(
    join(folder, '.headrace', 'temporal.toml'),
    '[profile.default]\naddress = "sandbox:1234"\n',
  );
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('loadTemporalConfig', () => {
  it("is Temporal's own default where nothing is set", () => {
    expect(loadTemporalConfig({ env: {} })).toEqual({
      address: 'localhost:7233',
      namespace: 'default',
      security: {},
    });
  });

  it('reads the standard variables, an empty one as not set', () => {
    const env = { TEMPORAL_ADDRESS: 'cloud:7233', TEMPORAL_NAMESPACE: 'mine', TEMPORAL_API_KEY: '' };
    expect(loadTemporalConfig({ env })).toEqual({ address: 'cloud:7233', namespace: 'mine', security: {} });
  });

  it('turns TLS on for an API key', () => {
    expect(loadTemporalConfig({ env: { TEMPORAL_API_KEY: 'hush' } }).security).toEqual({
      apiKey: 'hush',
      tls: true,
    });
  });

  it('takes an API key without the newline of the file it was in', () => {
    expect(loadTemporalConfig({ env: { TEMPORAL_API_KEY: 'hush\n' } }).security.apiKey).toBe('hush');
  });

  it('refuses an API key and metadata that gRPC would refuse with their values', () => {
    const env = { TEMPORAL_API_KEY: 'hu\nsh', TEMPORAL_GRPC_META_TENANT: 'hu\nsh' };
    const read = (): unknown => loadTemporalConfig({ env });
    expect(read).toThrow(/^TEMPORAL_API_KEY holds a line break .*\nThe gRPC metadata tenant holds/);
    expect(read).not.toThrow('hu');
  });

  it('keeps TLS off for an API key where it is told to', () => {
    const env = { TEMPORAL_API_KEY: 'hush', TEMPORAL_TLS: 'false' };
    expect(loadTemporalConfig({ env }).security).toEqual({ apiKey: 'hush', tls: false });
  });

  it('tells of a file that is no TOML where it breaks, but not what it holds', async () => {
    const file = join(folder, 'broken.toml');
    await writeFile(file, '[profile.default]\napi_key = "hush\n');
    const read = (): unknown => loadTemporalConfig({ env: { TEMPORAL_CONFIG_FILE: file } });
    expect(read).toThrow(/broken\.toml .* cannot be used: Invalid TOML .* \(line 2\)$/);
    expect(read).not.toThrow('hush');
  });

  it("reads a sandbox's own profile, or takes the address that it was given", () => {
    const profile = join(folder, '.headrace', 'temporal.toml');
    const own = { address: 'told:1', namespace: 'default', profile };
    expect(loadTemporalConfig({ env: {}, sandbox: own }).address).toBe('sandbox:1234');
    const foreign = { address: 'cloud:7233', namespace: 'ours' };
    const env = { TEMPORAL_API_KEY: 'hush' };
    expect(loadTemporalConfig({ env, sandbox: foreign })).toMatchObject({
      ...foreign,
      security: { apiKey: 'hush' },
    });
  });

  it.each(['cloud', 'cloud:7233', '10.0.0.1:7233', '[::1]:7233', 'ns.acct.tmprl.cloud:7233'])(
    'takes %s',
    (address) => {
      expect(loadTemporalConfig({ env: { TEMPORAL_ADDRESS: address } }).address).toBe(address);
    },
  );

  it.each([
    [{ TEMPORAL_CONFIG_FILE: '/nowhere/x.toml' }, 'TEMPORAL_CONFIG_FILE was given /nowhere/x.toml'],
    [{ TEMPORAL_TLS: 'yes' }, 'TEMPORAL_TLS was given "yes"; valid is true or false'],
    [{ TEMPORAL_ADDRESS: 'cloud:port' }, 'TEMPORAL_ADDRESS) is not host:port'],
    [{ TEMPORAL_PROFILE: 'nobody' }, "Profile 'nobody' not found"],
    [{ TEMPORAL_ADDRESS: 'http://cloud:7233' }, 'TEMPORAL_ADDRESS) is not host:port'],
    [{ TEMPORAL_TLS_CLIENT_CERT_DATA: 'cert' }, 'go together; one is not set'],
    [{ TEMPORAL_TLS_CLIENT_CERT_DATA: 'cert', TEMPORAL_TLS_CLIENT_KEY_DATA: 'key' }, 'cannot be used'],
    [{ TEMPORAL_TLS_CLIENT_KEY_PATH: '/nowhere/x.key' }, "no such file or directory, open '/nowhere/x.key'"],
    [{ TEMPORAL_TLS_SERVER_CA_CERT_DATA: 'ca' }, 'is not a certificate in PEM'],
  ])('refuses %j', (env, problem) => {
    expect(() => loadTemporalConfig({ env })).toThrow(SettingsRefused);
    expect(() => loadTemporalConfig({ env })).toThrow(problem);
  });
});
