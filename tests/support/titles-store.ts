import { createStore, type Store } from '@headrace/activities';
import { hackerNews, type Story } from '@headrace/contracts';

import { openDatabase } from './database.ts';

/** A store in which runs have landed stories of given titles. */
export interface TitlesStore extends AsyncDisposable {
  readonly store: Store;
  /** A concluded run of stories, in the order of their titles. */
  land(runId: string, titles: readonly string[]): Promise<void>;
}

const batchSize = 5_000;

export async function startTitlesStore(): Promise<TitlesStore> {
  const server = await openDatabase();
  const store = await createStore({ databaseUrl: server.url });
  return {
    store,
    land: (runId, titles) => landTitles(store, runId, titles),
    async [Symbol.asyncDispose]() {
      await store.close();
    },
  };
}

async function landTitles(store: Store, runId: string, titles: readonly string[]): Promise<void> {
  const run = { runId, pipeline: hackerNews.name, fence: 1 };
  const keyed = titles.map((title, index) => ({ key: `${runId}-${index}`, row: toStory(title, index) }));
  const keys = keyed.map(({ key }) => key);
  await store.openRun({ ...run, shard: 0, input: {}, batchSize, execution: runId, again: false });
  await store.saveShard({ ...run, shard: 0, keys, batchSize, requests: 1 });
  for (let batch = 0; batch * batchSize < keyed.length; batch += 1) {
    const landed = keyed.slice(batch * batchSize, (batch + 1) * batchSize);
    const nothing = { absent: [], quarantined: [], pending: [] };
    await store.claimBatch({ ...run, batch });
    const chunk = { ...run, ...nothing, batch, cursor: 0, advance: landed.length, landed, requests: 1 };
    await store.commitChunk(hackerNews, chunk);
  }
  await store.conclude(hackerNews, { ...run, outcome: 'completed', quarantineLimit: 0 });
}

function toStory(title: string, id: number): Story & Record<string, string | number | null> {
  const postedAt = '2026-01-31T12:00:00.000Z';
  return { id, type: 'story', title, by: `reader${id % 2}`, url: null, score: 1, comments: 0, postedAt };
}
