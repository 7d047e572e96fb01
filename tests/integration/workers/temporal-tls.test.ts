import { fileURLToPath } from 'node:url';

import { connectClient, loadTemporalConfig } from '@headrace/runtime';
import { connectWorker, createLogger } from '@headrace/runtime/worker';
import { startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createCertificates, type Certificates } from '../../support/certificates.ts';
import { runHeadrace } from '../../support/run-headrace.ts';
import { startTlsFront, type TlsFront, type TlsFrontOptions } from '../../support/tls-front.ts';
import { startWorkerProcess } from '../../support/worker-process.ts';

type Env = Record<string, string>;
type Front = 'open' | 'closed' | 'elsewhere' | 'plain';

const made = await createCertificates();
const certificates = made as Certificates;
const addresses = new Map<Front, string>();
const fronts: TlsFront[] = [];
let temporal: TemporalServer;

const at = (front: Front): Env => ({ TEMPORAL_ADDRESS: addresses.get(front) ?? '' });
const trusting = ({ ca }: Certificates): Env => ({
  TEMPORAL_TLS: 'true',
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: ca.cert,
});
const showing = ({ cert, key }: Certificates['client']): Env => ({
  TEMPORAL_TLS_CLIENT_CERT_PATH: cert,
  TEMPORAL_TLS_CLIENT_KEY_PATH: key,
});

/** What the command's connection and the workers' say; `connected` where they do. */
async function tryBoth(env: Env): Promise<string[]> {
  const config = loadTemporalConfig({ env });
  const logger = await createLogger({ process: 'test', logLevel: 'error', logFormat: 'json' });
  const tries = [() => connectClient(config), () => connectWorker(config, { wait: 0, logger })];
  return Promise.all(
    tries.map(async (connect) => {
      try {
        await (await connect()).close();
        return 'connected';
      } catch (error) {
        return (error as Error).message;
      }
    }),
  );
}

interface Case {
  readonly env: (certificates: Certificates) => Env;
  readonly says: RegExp;
}

const cases: Readonly<Record<string, Case>> = {
  'a CA that is trusted': { env: (its) => ({ ...at('open'), ...trusting(its) }), says: /^connected$/ },
  'a CA that is not trusted': {
    env: ({ otherCa }) => ({ ...at('open'), ...trusting({ ca: otherCa } as Certificates) }),
    says: /trusted here\. Set TEMPORAL_TLS_SERVER_CA_CERT_PATH/,
  },
  "another host's certificate": {
    env: (its) => ({ ...at('elsewhere'), ...trusting(its) }),
    says: /for another host name\. Set TEMPORAL_TLS_SERVER_NAME/,
  },
  "another host's certificate, with its name expected": {
    env: (its) => ({ ...at('elsewhere'), ...trusting(its), TEMPORAL_TLS_SERVER_NAME: 'elsewhere.example' }),
    says: /^connected$/,
  },
  'a client certificate': {
    env: (its) => ({ ...at('closed'), ...trusting(its), ...showing(its.client) }),
    says: /^connected$/,
  },
  'no client certificate where one is wanted': {
    env: (its) => ({ ...at('closed'), ...trusting(its) }),
    // TLS 1.3 refuses after the handshake: the connection may be gone before its reason is read.
    says: /(?:wants a|wants TLS or another) client certificate\. .*TEMPORAL_TLS_CLIENT_CERT_PATH/,
  },
  "a stranger's client certificate": {
    env: (its) => ({ ...at('closed'), ...trusting(its), ...showing(its.otherCa) }),
    says: /client certificate\. See .*TEMPORAL_TLS_CLIENT_CERT_PATH/,
  },
  'no TLS where it is wanted': { env: () => at('open'), says: /wants TLS.*TEMPORAL_TLS/ },
  'TLS where there is none': {
    env: (its) => ({ ...at('plain'), ...trusting(its) }),
    says: /speaks no TLS.*TEMPORAL_TLS/,
  },
  'an API key through TLS': {
    env: (its) => ({ ...at('open'), ...trusting(its), TEMPORAL_API_KEY: 'hush' }),
    says: /^connected$/,
  },
  'an API key with TLS turned off': {
    env: () => ({ ...at('plain'), TEMPORAL_TLS: 'false', TEMPORAL_API_KEY: 'hush' }),
    says: /^connected$/,
  },
};

describe.skipIf(made === undefined)('behind TLS (skipped without openssl)', () => {
  beforeAll(async () => {
    temporal = await startTemporalServer();
    const behind = async (front: Front, options: Omit<TlsFrontOptions, 'target'>): Promise<void> => {
      const started = await startTlsFront({ target: temporal.address, ...options });
      fronts.push(started);
      addresses.set(front, `localhost:${started.port}`);
    };
    addresses.set('plain', temporal.address.replace('127.0.0.1', 'localhost'));
    await behind('open', { certificate: certificates.server });
    await behind('closed', { certificate: certificates.server, clientCa: certificates.ca.cert });
    await behind('elsewhere', { certificate: certificates.elsewhere });
  });

  afterAll(async () => {
    await Promise.all(fronts.map((front) => front[Symbol.asyncDispose]()));
    await temporal?.stop();
    await made?.[Symbol.asyncDispose]();
  });

  test.each(Object.entries(cases))(
    'command and workers connect, or name the cause, with %s',
    async (_name, { env, says }) => {
      const [command, worker] = await tryBoth(env(certificates));
      expect(command).toMatch(says);
      expect(worker).toMatch(says);
    },
  );

  test('the command says that TLS wants a host name', async () => {
    const env = {
      ...trusting(certificates),
      TEMPORAL_ADDRESS: (addresses.get('open') ?? '').replace('localhost', '127.0.0.1'),
    };
    const [command, worker] = await tryBoth(env);
    expect(command).toMatch(/host name instead of an IP address\. .*TEMPORAL_TLS_SERVER_NAME/);
    // The certificate has no IP address.
    expect(worker).toContain('for another host name');
  });

  test('a worker and the command work with a client certificate and an API key, and show neither', async () => {
    const its = certificates;
    const env = { ...at('closed'), ...trusting(its), ...showing(its.client), TEMPORAL_API_KEY: 'hush' };
    await using worker = startWorkerProcess({
      file: fileURLToPath(new URL('../../../apps/workflow-worker/src/main.ts', import.meta.url)),
      env,
    });
    await worker.ready;
    const { code, stdout } = await runHeadrace(['list', '--json'], { PATH: process.env['PATH'], ...env });
    expect({ code, ...JSON.parse(stdout) }).toEqual({ code: 0, runs: [] });
    expect(worker.lines.join('\n')).not.toMatch(/hush|BEGIN/);
    expect(worker.lines[0]).toContain(
      `"${addresses.get('closed')}/default, TLS, client certificate, API key"`,
    );
  });
});
