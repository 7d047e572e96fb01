import type { AnyPipelineContract } from '@headrace/contracts';
import { Kysely, PostgresDialect } from 'kysely';

import { assertMigrated } from './postgres/migrate.ts';
import { blockHost, leaseRequests } from './host-leases.ts';
import { claimBatch, countRequests } from './batches/claim-batch.ts';
import { commitChunk } from './batches/commit-chunk.ts';
import { conclude } from './runs/conclude.ts';
import { describeDataset, findVersion, listDatasets, readDataset } from './versions/dataset-versions.ts';
import { discardQuarantine, readQuarantine, listReplayKeys, previewReplay } from './quarantine/quarantine.ts';
import { findFinished, readRun } from './runs/read-run.ts';
import { storeGuards, type StoreGuards } from './guards.ts';
import type { ControlTables, StoreContext } from './tables.ts';
import { openRun } from './runs/open-run.ts';
import { createPool } from './postgres/pool.ts';
import { previewPrune, prune } from './pruning/prune.ts';
import { readRows } from './rows/read-rows.ts';
import { countPlanRequests, saveShard } from './batches/save-shard.ts';
import type { Store } from './store.ts';
import { topRows } from './rows/read-rows.ts';

export interface StoreOptions {
  /** `postgres://user:password@host:port/database` */
  readonly databaseUrl: string;
  /** Where the dataset tables are; default `public`. */
  readonly schema?: string;
  /** Connections at most; default 10. */
  readonly poolSize?: number;
  /** Pipelines whose datasets have to be there; default none. */
  readonly contracts?: readonly AnyPipelineContract[];
  /** Other guards than the store's own, for tests. */
  readonly guards?: StoreGuards;
}

/** A plan of millions of keys compares them in one statement; nothing else comes near it. */
const statementTimeout = 5 * 60_000;

/**
 * The store over Postgres. Connects once before it resolves: throws `StoreUnavailable` within seconds where there is no
 * Postgres, and an error that says what to run where its tables were not made or widened.
 */
export async function createStore(options: StoreOptions): Promise<Store> {
  const { databaseUrl, schema = 'public', poolSize = 10, contracts = [], guards = storeGuards } = options;
  const pool = createPool({ databaseUrl, poolSize, statementTimeout });
  const db = new Kysely<ControlTables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await assertMigrated(db, { schema, contracts });
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return toStore({ db, schema, guards });
}

function toStore(context: StoreContext): Store {
  return {
    openRun: (request) => openRun(context, request),
    saveShard: (plan) => saveShard(context, plan),
    countPlanRequests: (requests) => countPlanRequests(context, requests),
    readRun: (run) => readRun(context, run),
    claimBatch: (claim) => claimBatch(context, claim),
    commitChunk: (contract, chunk) => commitChunk(context, contract, chunk),
    countRequests: (requests) => countRequests(context, requests),
    conclude: (contract, request) => conclude(context, contract, request),
    readRows: (contract, request) => readRows(context, contract, request),
    topRows: (contract, request) => topRows(context, contract, request),
    readQuarantine: (request) => readQuarantine(context, request),
    discardQuarantine: (request) => discardQuarantine(context, request),
    previewReplay: (replay) => previewReplay(context, replay),
    listReplayKeys: (replay, page) => listReplayKeys(context, replay, page),
    findFinished: (runIds) => findFinished(context, runIds),
    findVersion: (request) => findVersion(context, request),
    readDataset: (request) => readDataset(context, request),
    listDatasets: () => listDatasets(context),
    describeDataset: (request) => describeDataset(context, request),
    prune: (request) => prune(context, request),
    previewPrune: (filter) => previewPrune(context, filter),
    leaseRequests: (ask) => leaseRequests(context, ask),
    blockHost: (block) => blockHost(context, block),
    close: () => context.db.destroy(),
  };
}
