import { InterceptingCall, Metadata, status, type Interceptor } from '@grpc/grpc-js';

type Call = ReturnType<Parameters<Interceptor>[1]>;

/**
 * Ends a call that is made on a closed connection as cancelled. gRPC throws there, and where the SDK retries a call after
 * a pause nobody catches it: the process would die of a connection that it has closed.
 */
export const endOnceClosed: Interceptor = (options, nextCall) => {
  try {
    return new InterceptingCall(nextCall(options));
  } catch (error) {
    return new InterceptingCall(createEndedCall(String(error)));
  }
};

function createEndedCall(details: string): Call {
  return {
    start(_metadata, listener) {
      listener?.onReceiveMessage?.(null);
      listener?.onReceiveStatus?.({ code: status.CANCELLED, details, metadata: new Metadata() });
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
