import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { NativeConnectionOptions } from '@temporalio/worker';

import type { Environment } from '../settings/load-settings.ts';
import { SettingsRefused } from '../settings/settings-refused.ts';

/** Where Temporal is and how it is spoken to. */
export interface TemporalConfig {
  /** `host:port`. */
  readonly address: string;
  readonly namespace: string;
  readonly security: TemporalSecurity;
}

export type TemporalSecurity = Pick<NativeConnectionOptions, 'apiKey' | 'tls' | 'metadata'>;

export interface TemporalConfigOptions {
  readonly env: Environment;
  /** Folder from which a sandbox's `.headrace/temporal.toml` is looked for upwards; not looked for by default. */
  readonly discoverFrom?: string;
}

/**
 * Reads Temporal's standard environment configuration: the `TEMPORAL_…` variables over the profile of a TOML file.
 * Throws `SettingsRefused`.
 */
export function loadTemporalConfig({ env, discoverFrom }: TemporalConfigOptions): TemporalConfig {
  const variables = withoutEmpty(env);
  const problems = check(variables);
  if (problems.length > 0) throw new SettingsRefused(problems);
  const chosen = ['TEMPORAL_ADDRESS', 'TEMPORAL_CONFIG_FILE', 'TEMPORAL_PROFILE'].some(
    (name) => name in variables,
  );
  const path = chosen || discoverFrom === undefined ? undefined : findUpwards(discoverFrom);
  try {
    const { connectionOptions, namespace } = loadClientConnectConfig({
      overrideEnvVars: variables,
      ...(path !== undefined && { configSource: { path } }),
    });
    const { address, apiKey, tls, metadata } = connectionOptions;
    const security = { ...(apiKey && { apiKey }), ...(tls && { tls }), ...(metadata && { metadata }) };
    return { address: address ?? 'localhost:7233', namespace: namespace ?? 'default', security };
  } catch (error) {
    const file = path ?? variables['TEMPORAL_CONFIG_FILE'] ?? "the user's temporal.toml";
    throw new SettingsRefused([`The Temporal configuration in ${file} cannot be used: ${messageOf(error)}`]);
  }
}

function withoutEmpty(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

/** What the SDK's own reader passes over in silence. */
function check(variables: Readonly<Record<string, string>>): string[] {
  const problems: string[] = [];
  const { TEMPORAL_CONFIG_FILE: file, TEMPORAL_TLS: tls } = variables;
  if (file && !existsSync(file))
    problems.push(`TEMPORAL_CONFIG_FILE was given ${file}, which does not exist`);
  if (tls && !['true', 'false', '1', '0'].includes(tls)) {
    problems.push(`TEMPORAL_TLS was given ${JSON.stringify(tls)}; valid is true or false`);
  }
  return problems;
}

function findUpwards(folder: string): string | undefined {
  const file = join(folder, '.headrace', 'temporal.toml');
  if (existsSync(file)) return file;
  return dirname(folder) === folder ? undefined : findUpwards(dirname(folder));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
