import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { createLosses, type LostAnswer, type Loss, type Losses } from './lost-answer.ts';

export interface ProxyOptions {
  /** Where connections lead. */
  readonly host: string;
  readonly port: number;
}

/** A way to a server on loopback that can be disturbed. What is asked of it stays until the next word, cuts apart. */
export interface Proxy extends AsyncDisposable {
  /** The port on 127.0.0.1 to connect to in the server's place. */
  readonly port: number;
  /** Connections open now. */
  readonly connections: number;
  /** Lets everything through. */
  pass(): void;
  /** Lets everything through, each byte so much later, in both directions, ms. */
  delay(ms: number): void;
  /** Resets every connection, and each new one at once. */
  refuse(): void;
  /** Resets every connection once; new ones are let through. */
  cut(): void;
  /**
   * Lets the next such request through and resets its connection in place of the answer: whatever it asked for is done,
   * and nobody is told. Resolves once that has happened, to `false` where `pass` came first.
   */
  loseAnswer(lost?: LostAnswer): Promise<boolean>;
  close(): Promise<void>;
}

/** Starts a TCP proxy on loopback that passes everything on until it is told otherwise. */
export async function startProxy(target: ProxyOptions): Promise<Proxy> {
  const wires = new Set<Wire>();
  const losses = createLosses();
  let refusing = false;
  let delay = 0;

  const server = createServer({ noDelay: true, allowHalfOpen: true }, (client: Socket) => {
    if (refusing) return void client.on('error', () => {}).resetAndDestroy();
    const wire = carry(client, { ...target, delay: () => delay, losses });
    wires.add(wire);
    void wire.ended.then(() => wires.delete(wire));
  });
  const cut = (): void => {
    for (const wire of wires) wire.cut();
  };
  const set = (wanted: { refusing?: boolean; delay?: number }): void => {
    refusing = wanted.refusing ?? false;
    delay = wanted.delay ?? 0;
  };
  const close = async (): Promise<void> => {
    const ended = once(server, 'close');
    server.close();
    cut();
    losses.giveUp();
    await ended;
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return wires.size;
    },
    pass: () => {
      set({});
      losses.giveUp();
    },
    delay: (ms) => set({ delay: ms }),
    refuse: () => {
      set({ refusing: true });
      cut();
    },
    cut,
    loseAnswer: (lost = {}) => losses.expect(lost),
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface CarryOptions {
  readonly host: string;
  readonly port: number;
  /** How much later each byte arrives, ms; asked with each. */
  readonly delay: () => number;
  readonly losses: Losses;
}

/** One connection through a proxy. */
interface Wire {
  /** Resets both of its ends. */
  cut(): void;
  readonly ended: Promise<void>;
}

/** Connects a client to the server and carries bytes both ways, in order. */
function carry(client: Socket, { host, port, delay, losses }: CarryOptions): Wire {
  const server = connect({ host, port, noDelay: true, allowHalfOpen: true });
  const ends = [client, server];
  let loss: Loss | undefined;
  let answered = Buffer.alloc(0);

  function cut(): void {
    for (const end of ends) reset(end);
  }

  function onRequest(sent: Buffer): boolean {
    loss ??= losses.take(sent);
    return true;
  }

  function onAnswer(bytes: Buffer): boolean {
    if (loss === undefined) return true;
    answered = Buffer.concat([answered, bytes]);
    if (!loss.isAnswer(answered)) return false;
    cut();
    loss.settle(true);
    return false;
  }

  forward({ from: client, to: server, delay, mayPass: onRequest });
  forward({ from: server, to: client, delay, mayPass: onAnswer });
  for (const end of ends) end.on('error', cut);
  const ended = Promise.all(ends.map(closed)).then(() => loss?.settle(false));
  return { cut, ended };
}

/** A socket that is being ended cannot be reset: its handle would stay, and keep the process from ending. */
function reset(end: Socket): void {
  if (end.writableEnded) end.destroy();
  else end.resetAndDestroy();
}

function closed(end: Socket): Promise<void> {
  return new Promise((resolve) => void end.once('close', () => resolve()));
}

interface Direction {
  readonly from: Socket;
  readonly to: Socket;
  readonly delay: () => number;
  readonly mayPass: (bytes: Buffer) => boolean;
}

function forward({ from, to, delay, mayPass }: Direction): void {
  let last = Promise.resolve();

  from.on('data', (bytes: Buffer) => {
    if (mayPass(bytes)) last = pass(bytes, last);
  });
  from.on('end', () => {
    last = end(last);
  });

  /** After what came before it, so that bytes stay in order when the delay shrinks. */
  async function pass(bytes: Buffer, before: Promise<void>): Promise<void> {
    await late(before);
    if (to.destroyed || to.write(bytes)) return;
    from.pause();
    to.once('drain', () => from.resume());
  }

  async function end(before: Promise<void>): Promise<void> {
    await late(before);
    to.end();
  }

  async function late(before: Promise<void>): Promise<void> {
    const due = Date.now() + delay();
    await before;
    const wait = due - Date.now();
    if (wait > 0) await sleep(wait);
  }
}
