import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Loss, Losses } from './lost-answer.ts';

export interface CarryOptions {
  readonly host: string;
  readonly port: number;
  /** How much later each byte arrives, ms; asked with each. */
  readonly delay: () => number;
  readonly losses: Losses;
}

/** One connection through a proxy. */
export interface Wire {
  /** Resets both of its ends. */
  cut(): void;
  readonly ended: Promise<void>;
}

/** Connects a client to the server and carries bytes both ways, in order. */
export function carry(client: Socket, { host, port, delay, losses }: CarryOptions): Wire {
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
