import { PostgresNotFound, startPglite, startPostgres, type PostgresServer } from '@headrace/sandbox';

export interface Database {
  readonly engine: 'Postgres' | 'PGlite';
  readonly server: PostgresServer;
}

/** Real Postgres where its binaries are found, PGlite otherwise. */
export async function startDatabase(): Promise<Database> {
  try {
    return { engine: 'Postgres', server: await startPostgres() };
  } catch (error) {
    if (!(error instanceof PostgresNotFound)) throw error;
    return { engine: 'PGlite', server: await startPglite() };
  }
}
