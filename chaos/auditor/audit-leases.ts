import { setTimeout as sleep } from 'node:timers/promises';

import { Client } from 'pg';

import type { Finding } from './finding.ts';

export interface AuditLeasesOptions {
  /** How long a worker may take to give back what it holds, or to be taken for dead, ms. */
  readonly patience: number;
}

interface Lease {
  readonly host: string;
  readonly worker: string;
  readonly held: number;
}

/** Whether a worker still holds slots of a host's request budget. */
export async function auditLeases(databaseUrl: string, { patience }: AuditLeasesOptions): Promise<Finding[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const deadline = Date.now() + patience;
    let held = await readLeases(client);
    while (held.length > 0 && Date.now() < deadline) {
      await sleep(200);
      held = await readLeases(client);
    }
    return held.map(toLeaseFinding);
  } finally {
    await client.end();
  }
}

async function readLeases(client: Client): Promise<Lease[]> {
  const { rows } = await client.query<Lease>(`
    select host, lease.key as worker, (lease.value ->> 'held')::int as held
    from headrace.host_budget, jsonb_each(leases) as lease
    where (lease.value ->> 'until')::numeric > extract(epoch from now()) and (lease.value ->> 'held')::int > 0`);
  return rows;
}

function toLeaseFinding({ host, worker, held }: Lease): Finding {
  const sentence = `worker ${worker} still holds ${held} requests of ${host}'s budget, and every run has ended`;
  return { rule: 'open', sentence };
}
