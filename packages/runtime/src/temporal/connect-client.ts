import type { Connection, ConnectionOptions } from '@temporalio/client';

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
  const { Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } =
    await import('@temporalio/client');
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

type Interceptor = NonNullable<ConnectionOptions['interceptors']>[number];
type InterceptedCall = ReturnType<Interceptor>;
type Call = ReturnType<Parameters<Interceptor>[1]>;

/** CANCELLED: https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
const cancelled = 1;

/**
 * Ends a call that is made on a closed connection as cancelled. gRPC throws there, and where the SDK retries a call after
 * a pause nobody catches it: the process would die of a connection that it has closed.
 */
const endOnceClosed: Interceptor = (options, nextCall) => {
  let call: Call;
  try {
    call = nextCall(options);
  } catch (error) {
    call = createEndedCall(String(error));
  }
  // Of an intercepted call, gRPC uses what every call has.
  return call as InterceptedCall;
};

function createEndedCall(details: string): Call {
  return {
    start(metadata, listener) {
      listener?.onReceiveMessage?.(null);
      listener?.onReceiveStatus?.({ code: cancelled, details, metadata });
    },
    sendMessage() {},
    sendMessageWithContext() {},
    startRead() {},
    halfClose() {},
    cancelWithStatus() {},
    getPeer: () => 'closed',
    getAuthContext: () => null,
  };
}
