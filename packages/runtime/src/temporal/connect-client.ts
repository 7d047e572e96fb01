import type { Connection } from '@temporalio/client';

import type { TemporalConfig } from './temporal-config.ts';
import { TemporalUnreachable } from './temporal-unreachable.ts';

export interface ConnectClientOptions {
  /** ms; 5,000 by default. */
  readonly timeout?: number;
}

/** Connects for `@temporalio/client`. Throws `TemporalUnreachable` at once where nobody listens. */
export async function connectClient(
  config: TemporalConfig,
  options: ConnectClientOptions = {},
): Promise<Connection> {
  const { timeout = 5_000 } = options;
  // Loading the client takes longer than most commands that do without it.
  const [{ Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor }, { endOnceClosed }] =
    await Promise.all([import('@temporalio/client'), import('./end-once-closed.ts')]);
  const retry = defaultGrpcRetryOptions();
  let connected = false;
  let connection: Connection | undefined;
  try {
    connection = Connection.lazy({
      ...config.security,
      address: config.address,
      // gRPC takes http_proxy for everything, this machine's own servers included.
      ...(isLoopback(config.address) && { channelArgs: { 'grpc.enable_http_proxy': 0 } }),
      interceptors: [
        makeGrpcRetryInterceptor({
          ...retry,
          // A first call that fails says why; retried, it would only say that time is up.
          retryableDecider: (attempt, status) => connected && retry.retryableDecider(attempt, status),
        }),
        endOnceClosed,
      ],
    });
    const { workflowService } = connection;
    await connection.withDeadline(Date.now() + timeout, () => workflowService.getSystemInfo({}));
    connected = true;
    return connection;
  } catch (error) {
    await connection?.close();
    throw new TemporalUnreachable(config.address, error);
  }
}

function isLoopback(address: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::|$)/i.test(address);
}
