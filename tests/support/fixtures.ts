import { createHeadraceClient, type HeadraceClient } from '@headrace/client';
import { startTemporalServer } from '@headrace/sandbox';
import { Client, Connection } from '@temporalio/client';
import { test as base, type TestAPI } from 'vitest';

import { openDatabase, type TestDatabase } from './database.ts';

/** A Temporal server with clients of it. */
interface TestTemporal {
  readonly address: string;
  readonly client: Client;
  readonly headrace: HeadraceClient;
}

interface FileFixtures {
  readonly temporal: TestTemporal;
  /** With every pipeline's tables. */
  readonly database: TestDatabase;
}

/** `test` with what integration tests ask for by name: each is made once a file, when the first test asks for it. */
export const test: TestAPI<FileFixtures> = base.extend<{ $file: FileFixtures }>({
  temporal: [
    // oxlint-disable-next-line no-empty-pattern -- a fixture names what it needs: nothing
    async ({}, use) => {
      const server = await startTemporalServer();
      const connection = await Connection.connect({ address: server.address });
      const client = new Client({ connection });
      await use({ address: server.address, client, headrace: createHeadraceClient({ client }) });
      await connection.close();
      await server.stop();
    },
    { scope: 'file' },
  ],
  database: [
    // oxlint-disable-next-line no-empty-pattern -- a fixture names what it needs: nothing
    async ({}, use) => {
      await use(await openDatabase());
    },
    { scope: 'file' },
  ],
});
