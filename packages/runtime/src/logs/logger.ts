import {
  destination,
  pino,
  stdTimeFunctions,
  stdSerializers,
  type DestinationStream,
  type Logger,
  type SerializedError,
} from 'pino';

import type { LogSettings } from './log-settings.ts';

export interface LoggerOptions extends LogSettings {
  /** Name of the process, in every record. */
  readonly process: string;
}

/** Logs to stderr, each record written before the call returns: the last ones are the ones that are needed. */
export async function createLogger({ process: name, logLevel, logFormat }: LoggerOptions): Promise<Logger> {
  const pretty = logFormat === 'pretty' || (logFormat === 'auto' && process.stderr.isTTY);
  const options = {
    level: logLevel,
    base: { process: name },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: serializeError },
  };
  return pino(options, pretty ? await createPrettyStream() : destination({ dest: 2, sync: true }));
}

async function createPrettyStream(): Promise<DestinationStream> {
  const { prettyFactory } = await import('pino-pretty');
  const format = prettyFactory({
    colorize: process.stderr.isTTY && process.stderr.hasColors(),
    translateTime: 'SYS:HH:MM:ss.l',
    ignore: 'process',
    messageFormat: '{process}: {msg}',
    singleLine: true,
    errorLikeObjectKeys: ['err', 'error'],
  });
  const stderr = destination({ dest: 2, sync: true });
  return { write: (record) => stderr.write(format(JSON.parse(record))) };
}

/** Has Node's warnings, those of libraries included, logged like everything else, instead of as text between the records. */
export function logWarnings(logger: Logger): void {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => logger.warn({ warning: name }, message));
}

/** As pino writes it, but with the type an error has on the wire, where it has one. */
export function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const serialized: SerializedError = stdSerializers.err(error);
  return 'type' in error && typeof error.type === 'string' ? { ...serialized, type: error.type } : serialized;
}
