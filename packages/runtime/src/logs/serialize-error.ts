import { stdSerializers, type SerializedError } from 'pino';

/** As pino writes it, but with the type an error has on the wire, where it has one. */
export function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const serialized: SerializedError = stdSerializers.err(error);
  return 'type' in error && typeof error.type === 'string' ? { ...serialized, type: error.type } : serialized;
}
