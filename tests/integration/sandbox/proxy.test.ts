import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

import { startProxy, statementWith, type Proxy } from '@headrace/sandbox';
import { Client } from 'pg';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';

import { openDatabase } from '../../support/database.ts';

describe('a proxy', () => {
  let proxy: Proxy;
  let heard: string[];

  beforeEach(async () => {
    heard = [];
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (bytes) => {
        heard.push(String(bytes));
        socket.write(`${bytes} to you`);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await startProxy({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
    return async () => {
      await proxy.close();
      server.close();
    };
  });

  async function open(): Promise<Socket> {
    const socket = connect({ host: '127.0.0.1', port: proxy.port });
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    return socket;
  }

  it('passes bytes on in both directions', async () => {
    const [one, two] = await Promise.all([open(), open()]);
    expect(await Promise.all([ask(one, 'good day'), ask(two, 'good night')])).toEqual([
      'good day to you',
      'good night to you',
    ]);
    expect(proxy.connections).toBe(2);
  });

  it('passes the end of what a client sends on', async () => {
    const socket = await open();
    await ask(socket, 'last');
    socket.end();
    await once(socket, 'close');
    await expect.poll(() => proxy.connections).toBe(0);
  });

  it('cuts what is open and lets the next through', async () => {
    const socket = await open();
    await ask(socket, 'hello');
    proxy.cut();
    const [error] = await once(socket, 'error');
    expect(error).toMatchObject({ code: 'ECONNRESET' });
    expect(await ask(await open(), 'again')).toBe('again to you');
  });

  it('refuses until it is to pass again', async () => {
    proxy.refuse();
    const refused = connect({ host: '127.0.0.1', port: proxy.port });
    // The reset comes with the connection or with its first bytes.
    await expect(once(refused, 'end')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(heard).toEqual([]);
    proxy.pass();
    expect(await ask(await open(), 'hello')).toBe('hello to you');
  });

  it('delays in both directions and keeps the order when it no longer does', async () => {
    const socket = await open();
    proxy.delay(100);
    const before = performance.now();
    expect(await ask(socket, 'late')).toBe('late to you');
    expect(performance.now() - before).toBeGreaterThanOrEqual(195);
    socket.write('one ');
    await new Promise((resolve) => void setTimeout(resolve, 20));
    proxy.pass();
    socket.write('two');
    await expect.poll(() => heard.slice(1).join('')).toBe('one two');
  });

  it('lets a request through and loses its answer, once', async () => {
    const lost = proxy.loseAnswer({ isRequest: (sent) => sent.includes('pay') });
    const socket = await open();
    expect(await ask(socket, 'hello')).toBe('hello to you');
    expect(await ask(socket, 'pay')).toBe('ECONNRESET');
    expect(await lost).toBe(true);
    expect(heard).toEqual(['hello', 'pay']);
    expect(await ask(await open(), 'pay')).toBe('pay to you');
  });

  it('gives up losing an answer when it is to pass', async () => {
    const lost = proxy.loseAnswer();
    proxy.pass();
    expect(await lost).toBe(false);
    expect(await ask(await open(), 'hello')).toBe('hello to you');
  });
});

it('loses the answer of a commit that Postgres has made', async () => {
  const server = await openDatabase();
  const proxy = await startProxy({ host: '127.0.0.1', port: server.port });
  onTestFinished(() => proxy.close());
  const url = new URL(server.url);
  url.port = String(proxy.port);
  const through = new Client({ connectionString: url.href });
  through.on('error', () => {});
  await through.connect();
  await through.query('create table paid (amount int)');
  const lost = proxy.loseAnswer(statementWith('insert into paid'));
  await expect(through.query('insert into paid values ($1)', [7])).rejects.toThrow(/ECONNRESET|terminated/);
  expect(await lost).toBe(true);
  const direct = new Client({ connectionString: server.url });
  await direct.connect();
  expect((await direct.query('select amount from paid')).rows).toEqual([{ amount: 7 }]);
  await direct.end();
});

/** What comes back: an answer, or the code of the error that took its place. */
async function ask(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  try {
    const [answer] = await once(socket, 'data');
    return String(answer);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? '';
  }
}
