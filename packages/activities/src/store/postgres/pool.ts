import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { Client, Pool, types, type PoolClient } from 'pg';

import { StoreUnavailable } from '../errors.ts';

export interface PoolOptions {
  /** `postgres://user:password@host:port/database` */
  readonly databaseUrl: string;
  /** Connections at most. */
  readonly poolSize: number;
  /** A statement's bound, ms; 0 for none. */
  readonly statementTimeout: number;
}

const second = 1_000;
const { INT8, TIMESTAMPTZ } = types.builtins;

/**
 * Connections for Kysely. A connection that cannot be had or is lost is a `StoreUnavailable` that names host, port and
 * database, never the password; the next statement gets a new one. bigint is read as a number, timestamptz as ISO 8601.
 */
export function createPool({ databaseUrl, poolSize, statementTimeout }: PoolOptions): PostgresPool {
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: 'headrace',
    max: poolSize,
    connectionTimeoutMillis: 5 * second,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10 * second,
    statement_timeout: statementTimeout,
    // The server's answer that the statement took too long comes first, unless the network is gone.
    query_timeout: statementTimeout && statementTimeout + 10 * second,
    lock_timeout: 30 * second,
    idle_in_transaction_session_timeout: 30 * second,
    types: { getTypeParser },
  });
  const where = describeServer(databaseUrl);
  // A connection lost while nobody uses it is replaced; without listeners it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      try {
        return toPoolClient(await pool.connect(), where);
      } catch (error) {
        throw unavailable(where, error);
      }
    },
  };
}

function describeServer(databaseUrl: string): string {
  const { host, port, database } = new Client({ connectionString: databaseUrl });
  return `Postgres at ${host}:${port}, database ${database}`;
}

function toPoolClient(client: PoolClient, where: string): PostgresPoolClient {
  let lost = false;
  const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
    try {
      return await client.query(text, [...values]);
    } catch (error) {
      if (!isConnectionLoss(error)) throw error;
      lost = true;
      throw unavailable(where, error);
    }
  };
  return {
    query: query as PostgresPoolClient['query'],
    release: (destroy) => client.release(lost || destroy),
  };
}

function unavailable(where: string, error: unknown): StoreUnavailable {
  return new StoreUnavailable(`${where}: ${reasonOf(error)}`, { cause: error });
}

/** A host with several addresses fails with one error for each, and no message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  if (!(error instanceof Error)) return String(error);
  return /client password must be/.test(error.message)
    ? 'it wants a password, and none is given'
    : error.message;
}

type Parser = (text: string) => unknown;

function getTypeParser(oid: number, format?: 'text' | 'binary'): Parser {
  const parse = types.getTypeParser(oid, format) as Parser;
  if (oid === INT8) return Number;
  if (oid === TIMESTAMPTZ) return (text) => (parse(text) as Date).toISOString();
  return parse;
}

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
 * The codes of https://www.postgresql.org/docs/current/errcodes-appendix.html that a later attempt may mend:
 * class 08 connection exception, 53 insufficient resources, 58 system error, 57P01–57P05 shut down or not
 * yet up; 25006 a read-only server, as after a failover; 25P03 and 25P04 ended by a timeout; 40001 and 40P01
 * gave way to another transaction; 55P03 waited too long for a lock; 57014 took too long.
 */
const sqlStates = /^(?:08...|53...|58...|57P0[1-5]|25006|25P0[34]|40001|40P01|55P03|57014)$/;

/** Errors that pg raises itself, without a code. */
const uncoded =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client (?:has encountered a connection error|was closed) and is not queryable)/;

/** Whether the same statement is expected to go through later, on another connection. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (!('code' in error) || typeof error.code !== 'string') return uncoded.test(error.message);
  return socketCodes.has(error.code) || sqlStates.test(error.code);
}
