import { existsSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

import {
  loadClientConfigProfile,
  toClientOptions,
  type ClientConfigTLS,
  type ClientConnectConfig,
} from '@temporalio/envconfig';
import type { NativeConnectionOptions } from '@temporalio/worker';

import { SettingsRefused, type Environment } from '../settings/load-settings.ts';
import type { SandboxPlace } from './discover-sandbox.ts';

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
  /** The sandbox that is spoken to where the environment names no Temporal. */
  readonly sandbox?: SandboxPlace | undefined;
}

/**
 * Reads Temporal's standard environment configuration: the `TEMPORAL_…` variables over the profile of a TOML file.
 * Throws `SettingsRefused`.
 */
export function loadTemporalConfig({ env, sandbox }: TemporalConfigOptions): TemporalConfig {
  const variables = withoutEmpty(env);
  refuse(checkVariables(variables));
  const path = sandbox?.profile;
  const overrides =
    sandbox && path === undefined
      ? { TEMPORAL_NAMESPACE: sandbox.namespace, ...variables, TEMPORAL_ADDRESS: sandbox.address }
      : variables;
  try {
    return readConfig(overrides, path);
  } catch (error) {
    if (error instanceof SettingsRefused) throw error;
    const file = path ?? variables['TEMPORAL_CONFIG_FILE'];
    const place = `${file ?? "the user's temporal.toml"} and the TEMPORAL_… variables`;
    throw new SettingsRefused([`The Temporal configuration in ${place} cannot be used: ${messageOf(error)}`]);
  }
}

function readConfig(variables: Readonly<Record<string, string>>, path: string | undefined): TemporalConfig {
  const profile = loadClientConfigProfile({
    overrideEnvVars: { ...variables },
    ...(path !== undefined && { configSource: { path } }),
  });
  const { connectionOptions, namespace = 'default' } = toClientOptions(profile);
  const { address = 'localhost:7233', tls, metadata } = connectionOptions;
  // A key that was read from a file mostly ends with the file's newline.
  const apiKey = profile.apiKey?.trim();
  refuse([...checkAddress(address), ...checkTls(profile.tls, tls), ...checkHeaders(apiKey, metadata)]);
  const security = {
    ...(apiKey && { apiKey }),
    // Left out, it is turned on by an API key.
    ...(tls !== undefined && { tls }),
    ...(metadata && { metadata }),
  };
  return { address, namespace, security };
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new SettingsRefused(problems);
}

function withoutEmpty(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

/** Problems that the SDK's own reader passes over in silence. */
function checkVariables(variables: Readonly<Record<string, string>>): string[] {
  const problems: string[] = [];
  const { TEMPORAL_CONFIG_FILE: file, TEMPORAL_TLS: tls } = variables;
  if (file && !existsSync(file))
    problems.push(`TEMPORAL_CONFIG_FILE was given ${file}, which does not exist`);
  if (tls && !['true', 'false', '1', '0'].includes(tls)) {
    problems.push(`TEMPORAL_TLS was given ${JSON.stringify(tls)}; valid is true or false`);
  }
  return problems;
}

function checkAddress(address: string): string[] {
  if (/^(?:\[[\da-f:.]+\]|[^\s:/@]+)(?::\d{1,5})?$/i.test(address)) return [];
  // The value may hold credentials, so the message does not repeat it.
  return [
    'The address of Temporal (TEMPORAL_ADDRESS) is not host:port without a scheme, such as temporal.internal:7233',
  ];
}

/** gRPC's own refusal repeats the value. */
function checkHeaders(apiKey: string | undefined, metadata: object | undefined): string[] {
  const named = Object.entries(metadata ?? {}).map(([key, value]) => [`The gRPC metadata ${key}`, value]);
  return [['TEMPORAL_API_KEY', apiKey ?? ''], ...named].flatMap(([name, value]) =>
    typeof value !== 'string' || /^[ -~]*$/.test(value)
      ? []
      : [`${name} holds a line break or another character that no header can hold`],
  );
}

/** Of a file that is no TOML, the reader shows the lines around the place, and an API key with them. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [message = ''] = error.message.split('\n');
  return 'line' in error ? `${message} (line ${String(error.line)})` : message;
}

/** As a log record shows it: where, and by what it is secured, without the secrets. */
export function formatTemporal({ address, namespace, security }: TemporalConfig): string {
  const { apiKey, tls } = security;
  const pair = typeof tls === 'object' && tls?.clientCertPair;
  return [`${address}/${namespace}`, tls && 'TLS', pair && 'client certificate', apiKey && 'API key']
    .filter(Boolean)
    .join(', ');
}

type Tls = ClientConnectConfig['connectionOptions']['tls'];

const client = 'The client certificate for Temporal (TEMPORAL_TLS_CLIENT_CERT_PATH or …_DATA)';
const key = 'its key (TEMPORAL_TLS_CLIENT_KEY_PATH or …_DATA)';

/** Finds problems of certificates and keys before anything is connected to. `tls` is as read from the profile. */
function checkTls(profile: ClientConfigTLS | undefined, tls: Tls): string[] {
  if (profile === undefined || typeof tls !== 'object' || tls === null) return [];
  const problems: string[] = [];
  if (!profile.clientCert !== !profile.clientKey)
    problems.push(`${client} and ${key} go together; one is not set`);
  const { clientCertPair, serverRootCACertificate } = tls;
  if (clientCertPair) problems.push(...checkPair(clientCertPair));
  if (serverRootCACertificate && !isPem(serverRootCACertificate)) {
    problems.push(
      "The CA certificate of Temporal's server (TEMPORAL_TLS_SERVER_CA_CERT_PATH or …_DATA) is not a certificate in PEM",
    );
  }
  return problems;
}

/** OpenSSL tells what is wrong without telling what was given. */
function checkPair(pair: { readonly crt: Uint8Array; readonly key: Uint8Array }): string[] {
  try {
    createSecureContext({ cert: Buffer.from(pair.crt), key: Buffer.from(pair.key) });
    return [];
  } catch (error) {
    return [`${client} and ${key} cannot be used: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function isPem(certificate: Uint8Array): boolean {
  return Buffer.from(certificate).includes('-----BEGIN CERTIFICATE-----');
}
