import { describe, expect, it } from 'vitest';

import { duration, text, url, type SettingsTable } from './setting.ts';
import { describeSettings, formatSettings } from './show-settings.ts';

interface Example {
  readonly databaseUrl: string;
  readonly apiKey: string | undefined;
  readonly wait: number;
}

const table: SettingsTable<Example> = {
  databaseUrl: {
    env: 'DATABASE_URL',
    kind: url('postgres'),
    required: true,
    description: 'where Postgres is',
  },
  apiKey: { env: 'API_KEY', kind: text(), secret: true, description: 'the key' },
  wait: { flag: 'wait', env: 'WAIT', kind: duration(0, 60_000), default: 30_000, description: 'patience' },
};

describe('formatSettings', () => {
  it('hides secrets and the passwords inside URLs', () => {
    const databaseUrl = 'postgres://user:hu@sh@localhost/x?sslmode=require&sslpassword=hush';
    expect(formatSettings(table, { databaseUrl, apiKey: 'hush', wait: 90_000 })).toEqual({
      databaseUrl: 'postgres://user:***@localhost/x?sslmode=require&sslpassword=***',
      apiKey: '***',
      wait: '90s',
    });
  });

  it('leaves a URL without a password as it is', () => {
    const databaseUrl = 'postgres://user@localhost:5432/x';
    expect(formatSettings(table, { databaseUrl, apiKey: undefined, wait: 0 })).toEqual({
      databaseUrl,
      wait: '0ms',
    });
  });
});

describe('describeSettings', () => {
  it('tells flag, variable, what is valid and the default of every setting', () => {
    expect(describeSettings(table).map(({ flag, env, default: fallback }) => [flag, env, fallback])).toEqual([
      ['', 'DATABASE_URL', 'required'],
      ['', 'API_KEY', ''],
      ['--wait', 'WAIT', '30s'],
    ]);
  });
});
