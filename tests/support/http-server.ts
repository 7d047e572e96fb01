import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface HttpServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  readonly url: string;
  /** Paths asked for, in order. */
  readonly requests: readonly string[];
  /** Connections made so far. */
  readonly connections: number;
  /** Connections open now. */
  readonly open: ReadonlySet<Socket>;
}

/** An HTTP server on loopback that answers as the test says. */
export async function startHttpServer(listener: RequestListener): Promise<HttpServer> {
  const requests: string[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  const server: Server = createServer((request, response) => {
    requests.push(request.url ?? '');
    listener(request, response);
  });
  server.on('connection', (socket) => {
    connections += 1;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    get connections() {
      return connections;
    },
    open,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
