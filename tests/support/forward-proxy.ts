import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface ForwardProxyOptions {
  /** Port on loopback that every host name leads to. */
  readonly target: number;
  /** `user:password` that it asks for; default none. */
  readonly credentials?: string;
  /** Takes requests and never answers. */
  readonly hangs?: boolean;
}

export interface ForwardProxy extends AsyncDisposable {
  readonly port: number;
  /** What it was asked, such as `GET http://host/path` and `CONNECT host:443`. */
  readonly asked: readonly string[];
  /** Connections made to it so far. */
  readonly connections: number;
}

/** An HTTP proxy as companies have them: forwards http, and opens tunnels for https. */
export async function startForwardProxy(options: ForwardProxyOptions): Promise<ForwardProxy> {
  const { target, credentials, hangs = false } = options;
  const asked: string[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  const mayPass = ({ headers }: IncomingMessage): boolean => {
    const given = headers['proxy-authorization']?.replace('Basic ', '') ?? '';
    return credentials === undefined || Buffer.from(given, 'base64').toString() === credentials;
  };
  const server = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    if (hangs) return;
    if (!mayPass(incoming)) return void response.writeHead(407).end();
    const { pathname, search } = new URL(incoming.url ?? '');
    const { 'proxy-authorization': _kept, ...headers } = incoming.headers;
    const onward = request({ port: target, path: pathname + search, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    response.on('close', () => onward.destroy());
    onward.on('error', () => response.destroy()).end();
  });
  server.on('connect', (incoming: IncomingMessage, socket: Socket) => {
    asked.push(`CONNECT ${incoming.url}`);
    socket.on('error', () => {});
    if (hangs) return;
    if (!mayPass(incoming)) return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const onward = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  server.on('connection', (socket) => {
    connections += 1;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
