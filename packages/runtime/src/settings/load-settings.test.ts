import { describe, expect, it } from 'vitest';

import { loadSettings, SettingsRefused, type SettingsSource } from './load-settings.ts';
import { boolean, duration, integer, oneOf, text, url, type SettingsTable } from './setting.ts';

interface Example {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly wait: number;
  readonly migrate: boolean;
  readonly format: 'json' | 'pretty';
  readonly apiKey: string | undefined;
}

const table: SettingsTable<Example> = {
  databaseUrl: {
    env: 'DATABASE_URL',
    flag: 'database-url',
    kind: url('postgres'),
    required: true,
    description: 'where Postgres is',
  },
  poolSize: {
    flag: 'pool-size',
    env: 'POOL_SIZE',
    kind: integer(1, 99),
    default: 10,
    description: 'connections',
  },
  wait: { flag: 'wait', env: 'WAIT', kind: duration(0, 3_600_000), default: 30_000, description: 'patience' },
  migrate: {
    flag: 'migrate',
    env: 'MIGRATE',
    kind: boolean(),
    default: true,
    description: 'make the tables',
  },
  format: { flag: 'format', kind: oneOf(['json', 'pretty']), default: 'json', description: 'of the log' },
  apiKey: { env: 'API_KEY', kind: text(), secret: true, description: 'the key' },
};
const DATABASE_URL = 'postgres://user:hush@localhost/x';

function load({ argv = [], env = { DATABASE_URL } }: Partial<SettingsSource>): Example {
  return loadSettings(table, { argv, env });
}

function problemsOf(source: Partial<SettingsSource>): readonly string[] {
  try {
    load(source);
  } catch (error) {
    if (error instanceof SettingsRefused) return error.problems;
    throw error;
  }
  throw new Error('the settings were not refused');
}

describe('loadSettings', () => {
  it('reads a variable in lower case too, first, where that is the custom', () => {
    const own: SettingsTable<{ proxy: string | undefined }> = {
      proxy: { env: 'HTTP_PROXY', lowerCaseFirst: true, kind: url('http'), description: 'the way out' },
    };
    const read = (env: SettingsSource['env']): unknown => loadSettings(own, { argv: [], env });
    expect(read({ HTTP_PROXY: 'http://upper' })).toEqual({ proxy: 'http://upper' });
    expect(read({ HTTP_PROXY: 'http://upper', http_proxy: 'http://lower' })).toEqual({
      proxy: 'http://lower',
    });
    expect(() => read({ http_proxy: 'me:hush@proxy' })).toThrow('http_proxy was given "me:***@proxy"');
  });

  it('takes defaults where nothing is given, and leaves an optional setting undefined', () => {
    expect(load({})).toEqual({
      databaseUrl: DATABASE_URL,
      poolSize: 10,
      wait: 30_000,
      migrate: true,
      format: 'json',
      apiKey: undefined,
    });
  });

  it('takes a flag before the environment, and the environment before the default', () => {
    const env = { DATABASE_URL, POOL_SIZE: '20' };
    expect(load({ env }).poolSize).toBe(20);
    expect(load({ env, argv: ['--pool-size', '30'] }).poolSize).toBe(30);
    expect(load({ env, argv: ['--pool-size=30'] }).poolSize).toBe(30);
  });

  it('takes an empty environment variable as not set', () => {
    expect(load({ env: { DATABASE_URL, POOL_SIZE: '' } }).poolSize).toBe(10);
    expect(problemsOf({ env: { DATABASE_URL: '' } })).toHaveLength(1);
  });

  it('freezes what it read', () => {
    expect(Object.isFrozen(load({}))).toBe(true);
  });

  it.each([
    [['--migrate'], true],
    [['--no-migrate'], false],
    [['--migrate=false'], false],
  ])('reads the flag %j as %s', (argv, migrate) => {
    expect(load({ argv }).migrate).toBe(migrate);
  });

  it.each([
    ['500ms', 500],
    ['1.5s', 1_500],
    ['2m', 120_000],
    ['1h', 3_600_000],
  ])('reads the duration %s as %i ms', (WAIT, wait) => {
    expect(load({ env: { DATABASE_URL, WAIT } }).wait).toBe(wait);
  });

  it.each(['30', '-1s', '2h', 's', '1 s'])('refuses the duration %j', (WAIT) => {
    expect(problemsOf({ env: { DATABASE_URL, WAIT } })).toEqual([
      `WAIT was given ${JSON.stringify(WAIT)}; valid is a duration from 0ms to 1h, such as 500ms, 30s or 5m`,
    ]);
  });

  it('refuses with every problem at once: the setting, what was given, what is valid', () => {
    const env = { POOL_SIZE: 'many' };
    expect(problemsOf({ env, argv: ['--format', 'xml', '--polsize=3', 'stray', '--wait'] })).toEqual([
      '--polsize is not a flag of this process; did you mean --pool-size?',
      '"stray" is not a flag; flags begin with --',
      '--wait needs a value; valid is a duration from 0ms to 1h, such as 500ms, 30s or 5m',
      'DATABASE_URL or --database-url is required (where Postgres is); valid is a URL that begins with postgres://',
      'POOL_SIZE was given "many"; valid is an integer from 1 to 99',
      '--format was given "xml"; valid is one of json, pretty',
    ]);
  });

  it('guesses no flag that is nothing alike', () => {
    expect(problemsOf({ argv: ['--zzzzzz'] })).toEqual([
      '--zzzzzz is not a flag of this process; see --help',
    ]);
  });

  it('repeats no password of a URL it refuses', () => {
    const [problem] = problemsOf({ env: { DATABASE_URL: 'mysql://user:hu/sh@localhost/x?password=hush' } });
    expect(problem).toContain('mysql://user:***@localhost/x?password=***');
  });

  it('tells no password that was given as a flag there is not', () => {
    const problems = problemsOf({
      argv: ['--databse', 'postgres://user:hush@host/x'],
      env: { DATABASE_URL },
    });
    expect(problems.at(-1)).toBe('"postgres://user:***@host/x" is not a flag; flags begin with --');
  });
});
