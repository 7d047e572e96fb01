import { once } from 'node:events';
import { connect } from 'node:net';

import type { ErrorKind } from '@headrace/contracts';

/** ms. */
const patience = 5_000;

/** Nobody takes connections where Temporal was said to be. */
class TemporalUnreachable extends Error {
  override readonly name = 'TemporalUnreachable';

  get kind(): ErrorKind {
    return 'unreachable';
  }
}

/** Throws `TemporalUnreachable` when nobody takes connections at a `host:port` that was given. */
export async function assertReachable(address: string): Promise<void> {
  const [, host = '', port = '7233'] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(address) ?? [];
  const socket = connect({ host, port: Number(port), timeout: patience });
  socket.once('timeout', () => socket.destroy(new Error(`no answer within ${patience / 1_000} s`)));
  try {
    await once(socket, 'connect');
  } catch (error) {
    const reason = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : error;
    throw new TemporalUnreachable(
      `Temporal at ${address} cannot be reached (${String(reason)}). TEMPORAL_ADDRESS says where it is; without it, ` +
        'one is brought up here.',
      { cause: error },
    );
  } finally {
    socket.destroy();
  }
}
