import { createSecureContext } from 'node:tls';

import type { ClientConfigTLS, ClientConnectConfig } from '@temporalio/envconfig';

type Tls = ClientConnectConfig['connectionOptions']['tls'];

const client = 'The client certificate for Temporal (TEMPORAL_TLS_CLIENT_CERT_PATH or …_DATA)';
const key = 'its key (TEMPORAL_TLS_CLIENT_KEY_PATH or …_DATA)';

/** What is wrong with certificates and keys before anything is connected to. `tls` is what was read of the profile. */
export function checkTls(profile: ClientConfigTLS | undefined, tls: Tls): string[] {
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
