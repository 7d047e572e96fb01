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
    const connection = await connectClient(config).catch((error: unknown) => {
      throw isNobodys(config, env) ? withSandboxHint(error) : error;
    });
    return createHeadraceClient({ client: new Client({ connection, namespace: config.namespace }) });
  };
}

/** The address of a Temporal that nobody named, where no sandbox was found either. */
function isNobodys({ address }: { readonly address: string }, env: ConnectOptions['env']): boolean {
  return address === 'localhost:7233' && !env['TEMPORAL_ADDRESS'];
}

function withSandboxHint(error: unknown): unknown {
  return Object.assign(error as Error, {
    next: 'in a clone, "pnpm dev" brings up one that this command finds',
  });
}
