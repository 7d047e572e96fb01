import type { ConnectionOptions } from '@temporalio/client';

type Interceptor = NonNullable<ConnectionOptions['interceptors']>[number];
type InterceptedCall = ReturnType<Interceptor>;
type Call = ReturnType<Parameters<Interceptor>[1]>;

/** CANCELLED: https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
const cancelled = 1;

/**
 * Ends a call that is made on a closed connection as cancelled. gRPC throws there, and where the SDK retries a call after
 * a pause nobody catches it: the process would die of a connection that it has closed.
 */
export const endOnceClosed: Interceptor = (options, nextCall) => {
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
