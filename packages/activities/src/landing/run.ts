import {
  defined,
  fitBatch,
  limits,
  type LandingActivities,
  type PlanRequest,
  type Shard,
  type WatermarkContract,
  type ConcludeRequest,
  type Conclusion,
  type RunAsked,
  type IntervalActivities,
} from '@headrace/contracts';
import { Context } from '@temporalio/activity';

import { withHeartbeats } from '../activity/attempt.ts';
import type { ActivityDependencies } from '../activity/dependencies.ts';
import { withFailures } from '../activity/failures.ts';
import { pipelineOf } from '../activity/find-pipeline.ts';
import {
  settleInput,
  type AnySource,
  type KeyPage,
  type RequestMeter,
  type SourceContext,
} from '../source/source.ts';
import { joinSpans, type WatermarkSpan } from '../source/watermark.ts';
import type { PlanClaim, StoredRun } from '../store/store.ts';

/** Lists one shard's keys and cuts them into batches; a shard that is planned already is answered as it is. */
export function createPlan(dependencies: ActivityDependencies): LandingActivities['plan'] {
  return (request) => withFailures(() => plan(request, dependencies));
}

async function plan(request: PlanRequest, dependencies: ActivityDependencies): Promise<Shard> {
  const { contract, source } = pipelineOf(dependencies, request.pipeline);
  const { watermark } = contract;
  const fence = Context.current().info.currentAttemptScheduledTimestampMs;
  const input = request.replay ? request.input : settleInput(source, request.input);
  const settled = { ...request, input, fence };
  const planned = await dependencies.store.openRun({ ...settled, ...(watermark && { watermark }) });
  const known = planned.shards[request.shard];
  if (known) return known;
  const limited = { ...contract.batch, size: request.batchSize };
  const { size: batchSize } = fitBatch(limited, dependencies.budgets?.get(request.pipeline));
  const { cursor, since } = planned;
  const options = { source, watermark, cursor, since, ...dependencies };
  return withHeartbeats(() => planShard({ ...settled, batchSize }, options));
}

interface PlanOptions extends ActivityDependencies {
  readonly source: AnySource;
  readonly watermark: WatermarkContract | undefined;
  readonly cursor: string | undefined;
  readonly since: string | undefined;
}

async function planShard(request: PlanClaim, options: PlanOptions): Promise<Shard> {
  const { source, watermark, cursor, since, store } = options;
  const context = Context.current();
  const meter: RequestMeter = { requests: 0 };
  const capacity = Math.min(request.batchSize * limits.batchesPerShard, limits.keysPerShard);
  const { runId, pipeline, shard, batchSize, replay, fence, execution } = request;
  const distinct = replay !== undefined || source.distinct === true;
  let isListed = false;
  try {
    const page = replay
      ? await store.listReplayKeys(replay, defined({ limit: capacity, cursor }))
      : await listKeys(source, {
          run: await store.readRun(request),
          cursor,
          capacity,
          watermark,
          context: { signal: context.cancellationSignal, meter, ...defined({ since }) },
          deadline: performance.now() + context.info.startToCloseTimeoutMs / 2,
        });
    isListed = true;
    const { requests } = meter;
    return await store.saveShard({ runId, pipeline, shard, batchSize, ...page, requests, distinct, fence });
  } catch (error) {
    const { requests } = meter;
    const counted = { runId, execution, fence, requests, ...(isListed && { shard }) };
    if (requests > 0) await store.countPlanRequests(counted).catch(() => {});
    throw error;
  }
}

interface ListOptions {
  readonly run: StoredRun;
  readonly cursor: string | undefined;
  /** Keys at most. */
  readonly capacity: number;
  readonly watermark: WatermarkContract | undefined;
  readonly context: SourceContext;
  /** When the shard ends with what is listed by then, on `performance.now()`'s clock: an attempt cut short lists anew. */
  readonly deadline: number;
}

async function listKeys(source: AnySource, options: ListOptions): Promise<KeyPage> {
  const { input, ...ofRun } = options.run;
  const keys: string[] = [];
  let { cursor } = options;
  let span: WatermarkSpan | undefined;
  do {
    const limit = options.capacity - keys.length;
    const page = await source.list(
      input,
      { limit, ...(cursor !== undefined && { cursor }) },
      { ...ofRun, ...options.context },
    );
    for (const key of page.keys) keys.push(key);
    cursor = page.next;
    if (options.watermark) span = joinSpans(options.watermark.type, span, page.span);
  } while (cursor !== undefined && keys.length < options.capacity && performance.now() < options.deadline);
  return { keys, ...(cursor !== undefined && { next: cursor }), ...(span && { span }) };
}

/** Totals a run up and publishes its dataset's version. */
export function createConclude(dependencies: ActivityDependencies): LandingActivities['conclude'] {
  return (request) => withFailures(() => conclude(request, dependencies));
}

async function conclude(request: ConcludeRequest, dependencies: ActivityDependencies): Promise<Conclusion> {
  const { contract, source } = pipelineOf(dependencies, request.pipeline);
  const { asked, ...ended } = request;
  const fence = Context.current().info.currentAttemptScheduledTimestampMs;
  const claim = {
    ...ended,
    fence,
    ...(asked && { asked: settle(asked, { source, outcome: ended.outcome }) }),
  };
  return withHeartbeats(() => dependencies.store.conclude(contract, claim));
}

interface SettleOptions {
  readonly source: AnySource;
  readonly outcome: ConcludeRequest['outcome'];
}

/** A skipped run has ended well; what another one was asked may be why it has not. */
function settle(asked: RunAsked, { source, outcome }: SettleOptions): RunAsked {
  return outcome === 'skipped' ? { ...asked, input: settleInput(source, asked.input) } : asked;
}

/** Which intervals' runs need not be run again. */
export function createFindFinished({ store }: ActivityDependencies): IntervalActivities['findFinished'] {
  return ({ runIds }) => withFailures(() => store.findFinished(runIds));
}
