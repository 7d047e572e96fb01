import type { TemporalConfig } from './temporal-config.ts';

/** As a log record shows it: where, and by what it is secured, without the secrets. */
export function showTemporal({ address, namespace, security }: TemporalConfig): string {
  const { apiKey, tls } = security;
  const pair = typeof tls === 'object' && tls?.clientCertPair;
  return [`${address}/${namespace}`, tls && 'TLS', pair && 'client certificate', apiKey && 'API key']
    .filter(Boolean)
    .join(', ');
}
