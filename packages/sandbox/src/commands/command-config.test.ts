import { describe, expect, test } from 'vitest';

import { readConfig, UsageError } from './command-config.ts';

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
    expect(config.dataDir).toMatch(/\.headrace$/);
  });
});
