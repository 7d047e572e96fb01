import type { Logger } from 'pino';

/** Has Node's warnings, those of libraries included, logged like everything else, instead of as text between the records. */
export function logWarnings(logger: Logger): void {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => logger.warn({ warning: name }, message));
}
