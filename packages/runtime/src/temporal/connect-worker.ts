import { setTimeout as sleep } from 'node:timers/promises';

import { NativeConnection } from '@temporalio/worker';
import type { Logger } from 'pino';

import type { TemporalConfig } from './temporal-config.ts';
import { TemporalUnreachable } from './temporal-unreachable.ts';

export interface ConnectWorkerOptions {
  /** How long to keep trying, ms. */
  readonly wait: number;
  readonly logger: Logger;
}

/** ms between two attempts. */
const pause = 1_000;

/** Connects for a worker, waiting for a Temporal that is still starting. Throws `TemporalUnreachable`. */
export async function connectWorker(
  config: TemporalConfig,
  options: ConnectWorkerOptions,
): Promise<NativeConnection> {
  const giveUpAt = Date.now() + options.wait;
  for (let attempt = 1; ; attempt += 1) {
    const { connection, failure } = await tryToConnect(config);
    if (connection) return connection;
    if (Date.now() + pause > giveUpAt) throw failure;
    if (attempt === 1) options.logger.warn({ wait: options.wait }, `${failure.message} Trying on.`);
    await sleep(pause);
  }
}

type Attempt =
  | { connection: NativeConnection; failure?: never }
  | { connection?: never; failure: TemporalUnreachable };

async function tryToConnect({ address, security }: TemporalConfig): Promise<Attempt> {
  try {
    return { connection: await NativeConnection.connect({ ...security, address }) };
  } catch (error) {
    return { failure: new TemporalUnreachable(address, error) };
  }
}
