import { createStore, migrate, RunNotFound, type Store } from '@headrace/activities';
import { pipelines } from '@headrace/contracts';
import { StartFailure } from '@headrace/runtime';
import type { CheckResult } from '@headrace/runtime/worker';

import type { ActivityWorkerSettings } from './settings.ts';

/** Connects to Postgres, with its tables up to date. Throws `StartFailure`, within seconds where there is no Postgres. */
export async function openStore(settings: ActivityWorkerSettings): Promise<Store> {
  const { databaseUrl, poolSize, datasetSchema: schema } = settings;
  if (settings.migrate) await migrateStore(settings);
  return orFail(createStore({ databaseUrl, poolSize, schema, contracts: pipelines }));
}

/** Makes and widens the control tables and every pipeline's dataset. Throws `StartFailure`. */
export async function migrateStore({
  databaseUrl,
  datasetSchema: schema,
}: ActivityWorkerSettings): Promise<void> {
  await orFail(migrate({ databaseUrl, schema, contracts: pipelines }));
}

/** Whether Postgres answers: that there is no such run is an answer. */
export async function checkStore(store: Store): Promise<CheckResult> {
  try {
    await store.readRun({ runId: '', pipeline: '' });
  } catch (error) {
    if (!(error instanceof RunNotFound)) throw error;
  }
  return { ok: true, detail: 'reachable' };
}

async function orFail<Value>(step: Promise<Value>): Promise<Value> {
  try {
    return await step;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartFailure(`The store cannot be opened: ${reason}. DATABASE_URL says where it is.`, {
      cause: error,
    });
  }
}
