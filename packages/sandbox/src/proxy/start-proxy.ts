import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

import { carry, type Wire } from './carry.ts';
import { createLosses, type LostAnswer } from './lost-answer.ts';

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
    const closed = once(server, 'close');
    server.close();
    cut();
    losses.giveUp();
    await closed;
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
