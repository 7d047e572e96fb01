import type { HeadraceClient } from '@headrace/client';

export interface ConnectOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where a sandbox is looked for, upwards, when the environment names no Temporal. */
  readonly folder: string;
}

/** What connects to Temporal when it is called. What it needs is loaded then: a refusal must not wait for it. */
export function createConnect({ env, folder }: ConnectOptions): () => Promise<HeadraceClient> {
  return async () => {
    const [{ connectClient, loadTemporalConfig }, { createHeadraceClient }, { Client }] = await Promise.all([
      import('@headrace/runtime'),
      import('@headrace/client'),
      import('@temporalio/client'),
    ]);
    const config = loadTemporalConfig({ env, discoverFrom: folder });
    const connection = await connectClient(config);
    return createHeadraceClient({ client: new Client({ connection, namespace: config.namespace }) });
  };
}
