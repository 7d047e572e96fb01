import { randomUUID } from 'node:crypto';
import { once } from 'node:events';

import { createHeadraceClient, type HeadraceClient } from '@headrace/client';
import {
  createActivities,
  createSources,
  createStore,
  ItemFailure,
  systemClock,
  type AnySource,
  type Store,
} from '@headrace/activities';
import {
  discourseTopics,
  findPipeline,
  hackerNews,
  taskQueues,
  toIntervalRunId,
  type AnyRow,
  type Dependency,
  type Interval,
  type RunProgress,
  type RunRequest,
  type RunSummary,
} from '@headrace/contracts';

import { Client, Connection, type WorkflowHandle } from '@temporalio/client';

import { openDatabase } from './database.ts';

/** What a started run ends with. */
export type AnyRun = WorkflowHandle<
  (request: RunRequest<object>) => Promise<{ summary: RunSummary; rows: AnyRow[] }>
>;

interface RunOptions {
  readonly interval?: Interval;
  readonly after?: readonly Dependency[];
  /** The run's id; that of its interval where it is not given. */
  readonly id?: string;
}

/** The real store and activities over sources that finish when they are told to. */
export interface DatasetRig extends AsyncDisposable {
  readonly store: Store;
  readonly activities: ReturnType<typeof createActivities>;
  readonly client: Client;
  readonly headrace: HeadraceClient;
  /** Lets a pipeline's run of an interval list its items; until then it hangs. */
  finish(pipeline: string, interval: Interval): void;
  /** Has the source refuse the list. */
  fail(pipeline: string, interval: Interval): void;
  start(pipeline: string, options: RunOptions): Promise<AnyRun>;
  /** Puts a version into the store, of a run that Temporal knows nothing of, and tells nobody. */
  publish(pipeline: string, interval?: Interval): Promise<number>;
}

const titles = ['Durable execution in Postgres', 'Postgres, the durable queue', 'Workflows and the queue'];

/** Connects to a Temporal server that the test has started, over a database of its own. */
export async function startDatasetRig(address: string): Promise<DatasetRig> {
  const server = await openDatabase();
  const store = await createStore({ databaseUrl: server.url });
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  const gates = createGates();
  const http = { getJson: async () => null, close: async () => {} };
  const sources = new Map(createSources({ http, store }));
  for (const { name } of [hackerNews, discourseTopics]) sources.set(name, createSource(name, gates));
  const clock = systemClock;
  const activities = createActivities({ sources, store, clock, progressTimeout: 60_000 });
  return {
    store,
    activities,
    client,
    headrace: createHeadraceClient({ client }),
    finish: (pipeline, interval) => gates.of(pipeline, interval).resolve(),
    fail: (pipeline, interval) =>
      gates.of(pipeline, interval).reject(new ItemFailure('refused', 'HTTP 404', { transient: false })),
    start: (pipeline, options) => startRun(client, pipeline, options),
    publish: (pipeline, interval) => publish(store, { pipeline, interval }),
    [Symbol.asyncDispose]: () => close({ connection, store }),
  };
}

async function startRun(client: Client, pipeline: string, options: RunOptions): Promise<AnyRun> {
  const { interval, after, id } = options;
  const schedule = 'daily';
  const workflowId = id ?? toIntervalRunId({ pipeline, schedule, start: interval?.start ?? '' });
  return client.workflow.start<
    (request: RunRequest<object>) => Promise<{ summary: RunSummary; rows: AnyRow[] }>
  >(findPipeline(pipeline)?.workflow ?? pipeline, {
    workflowId,
    taskQueue: taskQueues.workflows,
    args: [{ schedule, ...(interval && { interval }), ...(after && { after }) }],
  });
}

async function publish(
  store: Store,
  { pipeline, interval }: { pipeline: string; interval: Interval | undefined },
): Promise<number> {
  const runId = `silent-${randomUUID()}`;
  const run = { runId, pipeline, fence: 1 };
  const opening = { ...run, shard: 0, input: {}, batchSize: 1, execution: runId, again: false };
  await store.openRun({ ...opening, ...(interval && { interval }) });
  await store.saveShard({ ...run, shard: 0, keys: [], batchSize: 1, requests: 0 });
  const request = { ...run, outcome: 'completed', quarantineLimit: 1 } as const;
  const { version } = await store.conclude(findPipeline(pipeline)!, request);
  return version ?? 0;
}

interface Gates {
  of(pipeline: string, interval: Interval | undefined): PromiseWithResolvers<void>;
}

function createGates(): Gates {
  const gates = new Map<string, PromiseWithResolvers<void>>();
  return {
    of(pipeline, interval) {
      const name = `${pipeline} ${interval?.start}`;
      const gate = gates.get(name) ?? Promise.withResolvers<void>();
      gate.promise.catch(() => {});
      gates.set(name, gate);
      return gate;
    },
  };
}

/** Lists its titles once it is let go. */
function createSource(pipeline: string, gates: Gates): AnySource {
  return {
    async list(_input, _page, { interval, signal }) {
      const stopped = once(signal, 'abort').then(() => signal.throwIfAborted());
      await Promise.race([gates.of(pipeline, interval).promise, stopped]);
      return { keys: titles.map((_, index) => `${index + 1}`) };
    },
    async fetchItem(_input, key) {
      const title = titles[Number(key) - 1] ?? '';
      const at = '2026-11-21T00:00:00.000Z';
      const story = { type: 'story', by: 'someone', url: null, score: 1, comments: 0, postedAt: at };
      const counts = { views: 1, likes: 1, replies: 1, posts: 1 };
      const topic = {
        forum: 'http://forum',
        url: 'http://forum/t/1',
        ...counts,
        createdAt: at,
        lastPostedAt: at,
      };
      return { id: Number(key), title, ...(pipeline === hackerNews.name ? story : topic) };
    },
  };
}

async function close(parts: { connection: Connection; store: Store }): Promise<void> {
  await parts.connection.close();
  await parts.store.close();
}

/** What a run says of itself. */
export function progressOf(run: AnyRun): Promise<RunProgress> {
  return run.query<RunProgress>('progress');
}
