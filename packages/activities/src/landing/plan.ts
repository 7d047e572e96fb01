import { fitBatch, limits, type LandingActivities, type Shard } from '@headrace/contracts';
import { Context } from '@temporalio/activity';

import type { ActivityDependencies } from '../dependencies.ts';
import { pipelineOf } from '../pipeline-of.ts';
import type { AnySource, KeyPage, RequestMeter, SourceContext } from '../source.ts';
import type { PlanClaim } from '../store/store.ts';
import { withFailures } from './failures.ts';

/** Lists one shard's keys and cuts them into batches; a shard that is planned already is answered as it is. */
export function createPlan(dependencies: ActivityDependencies): LandingActivities['plan'] {
  return (request) =>
    withFailures(async () => {
      const { contract, source } = pipelineOf(dependencies, request.pipeline);
      const fence = Context.current().info.currentAttemptScheduledTimestampMs;
      const planned = await dependencies.store.openRun({ ...request, fence });
      const known = planned.shards[request.shard];
      if (known) return known;
      const limited = { ...contract.batch, size: request.batchSize };
      const { size: batchSize } = fitBatch(limited, dependencies.budgets?.get(request.pipeline));
      const claim = { ...request, batchSize, fence };
      return planShard(claim, { source, cursor: planned.cursor, ...dependencies });
    });
}

interface PlanOptions extends ActivityDependencies {
  readonly source: AnySource;
  readonly cursor: string | undefined;
}

async function planShard(request: PlanClaim, { source, cursor, store }: PlanOptions): Promise<Shard> {
  const context = Context.current();
  const meter: RequestMeter = { requests: 0 };
  const capacity = Math.min(request.batchSize * limits.batchesPerShard, limits.keysPerShard);
  const page = request.replay
    ? await store.listReplayKeys(request.replay, { limit: capacity, ...(cursor !== undefined && { cursor }) })
    : await listKeys(source, {
        input: request.input,
        cursor,
        capacity,
        context: { signal: context.cancellationSignal, meter },
        onPage: (keys) => context.heartbeat(keys),
      });
  const { runId, pipeline, shard, batchSize, replay, fence } = request;
  const distinct = replay !== undefined || source.distinct === true;
  return store.saveShard({
    runId,
    pipeline,
    shard,
    batchSize,
    ...page,
    requests: meter.requests,
    distinct,
    fence,
  });
}

interface ListOptions {
  readonly input: unknown;
  readonly cursor: string | undefined;
  /** Keys at most. */
  readonly capacity: number;
  readonly context: SourceContext;
  readonly onPage: (keys: number) => void;
}

async function listKeys(source: AnySource, options: ListOptions): Promise<KeyPage> {
  const keys: string[] = [];
  let { cursor } = options;
  do {
    const limit = options.capacity - keys.length;
    const page = await source.list(
      options.input,
      { limit, ...(cursor !== undefined && { cursor }) },
      options.context,
    );
    for (const key of page.keys) keys.push(key);
    cursor = page.next;
    options.onPage(keys.length);
  } while (cursor !== undefined && keys.length < options.capacity);
  return { keys, ...(cursor !== undefined && { next: cursor }) };
}
