const socketCodes = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * https://www.postgresql.org/docs/current/errcodes-appendix.html: class 08 connection exception, 53 insufficient
 * resources, 58 system error, 57P01–57P05 shut down or not yet up, 25006 a server that only reads, as after a failover,
 * 25P03 and 25P04 ended by a timeout, 40001 and 40P01 gave way to another transaction, 55P03 waited too long for its lock,
 * 57014 took too long.
 */
const sqlStates = /^(?:08...|53...|58...|57P0[1-5]|25006|25P0[34]|40001|40P01|55P03|57014)$/;

/** What pg raises itself, and gives no code. */
const uncoded =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client (?:has encountered a connection error|was closed) and is not queryable)/;

/** Whether the same statement is expected to go through later, on another connection. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (!('code' in error) || typeof error.code !== 'string') return uncoded.test(error.message);
  return socketCodes.has(error.code) || sqlStates.test(error.code);
}
