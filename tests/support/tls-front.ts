import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer } from 'node:tls';

import type { Certificate } from './certificates.ts';

export interface TlsFrontOptions {
  /** `host:port` of what speaks no TLS itself. */
  readonly target: string;
  readonly certificate: Certificate;
  /** PEM file of the CA that clients have to have a certificate of; by default they need none. */
  readonly clientCa?: string;
}

export interface TlsFront extends AsyncDisposable {
  readonly port: number;
}

/** Ends TLS in front of a gRPC server on loopback, as a load balancer does. */
export async function startTlsFront({ target, certificate, clientCa }: TlsFrontOptions): Promise<TlsFront> {
  const [host = '', port = ''] = target.split(':');
  const open = new Set<Socket>();
  const server = createServer({
    cert: await readFile(certificate.cert),
    key: await readFile(certificate.key),
    ALPNProtocols: ['h2'],
    ...(clientCa !== undefined && {
      ca: await readFile(clientCa),
      requestCert: true,
      rejectUnauthorized: true,
    }),
  });
  server.on('secureConnection', (outside) => {
    const inside = connect(Number(port), host);
    for (const socket of [outside, inside]) {
      open.add(socket);
      socket
        .on('error', () => {})
        .on('close', () => {
          outside.destroy();
          inside.destroy();
        });
    }
    outside.pipe(inside).pipe(outside);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
