import { pipelines, type AnyPipelineContract } from '@headrace/contracts';
import type { Client } from '@temporalio/client';

import { auditDataset } from './audit-dataset.ts';
import { auditItems } from './audit-items.ts';
import { auditLeases } from './audit-leases.ts';
import { auditList } from './audit-list.ts';
import { auditRun } from './audit-run.ts';
import { auditTemporal } from './audit-temporal.ts';
import type { Finding } from './finding.ts';
import { readTables } from './read-tables.ts';
import type { Tables } from './tables.ts';
import type { Truth, Truths } from './truth.ts';

export interface AuditOptions {
  /** `postgres://user:password@host:port/database` */
  readonly databaseUrl: string;
  /** What the sources tell, for each pipeline that has runs. */
  readonly truths: Truths;
  /** Temporal, with a workflow worker running; without it only the tables are audited. */
  readonly temporal?: Client;
  /** How long Temporal's visibility and the workers' leases may lag behind, ms; default 10,000. */
  readonly patience?: number;
  /** Default: those of contracts. */
  readonly contracts?: readonly AnyPipelineContract[];
  /** Where the datasets are; default `public`. */
  readonly schema?: string;
}

/**
 * Compares what the runs left with what the source tells, once they have all ended: nothing found is how it should be.
 * Throws when the store holds a run of a pipeline whose truth was not given.
 */
export async function audit(options: AuditOptions): Promise<Finding[]> {
  const { databaseUrl, truths, temporal, patience = 10_000 } = options;
  const { contracts = pipelines, schema = 'public' } = options;
  const audited = contracts.filter(({ name }) => truths.has(name));
  const tables = await readTables({ databaseUrl, contracts: audited, schema });
  const strange = tables.runs.find(({ pipeline }) => !truths.has(pipeline));
  if (strange) throw new Error(`run ${strange.id} is of ${strange.pipeline}, whose truth was not given`);
  return [
    ...audited.flatMap((contract) => auditPipeline(contract, tables, truths.get(contract.name)!)),
    ...(temporal ? await auditTemporal(temporal, tables, { patience }) : []),
    ...(await auditLeases(databaseUrl, { patience })),
  ];
}

function auditPipeline(contract: AnyPipelineContract, tables: Tables, truth: Truth): Finding[] {
  const runs = tables.runs.filter(({ pipeline }) => pipeline === contract.name);
  const dataset = tables.datasets.get(contract.dataset.name)!;
  return [
    ...runs.flatMap((run) => [
      ...auditList(run, truth),
      ...auditItems(run, { runs, truth, dataset }),
      ...auditRun(run, dataset),
    ]),
    ...auditDataset(dataset, runs),
  ];
}
