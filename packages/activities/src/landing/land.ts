import {
  defined,
  fitBatch,
  retryableErrors,
  type LandingActivities,
  type AnyPipelineContract,
  type AnyRow,
  type BatchLanded,
  type BatchProgress,
  type Landed,
  type LandRequest,
} from '@headrace/contracts';
import { Context, type Info } from '@temporalio/activity';

import { openAttempt, type Attempt } from '../activity/attempt.ts';
import type { ActivityDependencies } from '../activity/dependencies.ts';
import { withFailures, retryable, withWait } from '../activity/failures.ts';
import { pipelineOf } from '../activity/find-pipeline.ts';
import { ItemFailure } from '../source/item-failure.ts';
import type { AnySource, RequestMeter } from '../source/source.ts';
import { RecentLimits, type WaitClock } from '../source/wait-clock.ts';
import type { BatchClaim, Chunk, ClaimedBatch, StoredRun } from '../store/store.ts';
import { BatchState } from './batch-state.ts';
import { fetchChunks } from './fetch-chunks.ts';
import { assertSourceAnswers } from './outcome.ts';
import { CommitProgress, retryDelay } from './retry-delay.ts';

/** Lands one batch, from where its last attempt stopped. */
export function createLand(dependencies: ActivityDependencies): LandingActivities['land'] {
  const recent = new RecentLimits();
  return (request) =>
    withFailures(async () =>
      landBatch(request, { ...dependencies, ...pipelineOf(dependencies, request.pipeline), recent }),
    );
}

/** Wait of a batch that was handed back, however many attempts it has had, ms. */
const handOver = 1_000;

interface LandOptions extends ActivityDependencies {
  readonly contract: AnyPipelineContract;
  readonly source: AnySource;
  readonly recent: RecentLimits;
}

/** Works a batch through, chunk by chunk; while one chunk commits, the next is being fetched. */
async function landBatch(request: LandRequest, options: LandOptions): Promise<BatchLanded> {
  const progress = new CommitProgress(Context.current().info);
  try {
    return await landClaimed(request, { ...options, progress });
  } catch (error) {
    throw withWait(error, progress.wait);
  }
}

interface AttemptOptions extends LandOptions {
  readonly progress: CommitProgress;
}

async function landClaimed(request: LandRequest, options: AttemptOptions): Promise<BatchLanded> {
  const { store } = options;
  const { info } = Context.current();
  const claim = { ...request, fence: info.currentAttemptScheduledTimestampMs };
  const [run, claimed] = await Promise.all([store.readRun(request), store.claimBatch(claim)]);
  const isLast = isLastAttempt(info);
  // Out of attempts, what fails now is given up.
  const state = new BatchState(claimed, {
    ...request,
    clock: options.clock,
    ...(isLast && { itemAttempts: 1 }),
  });
  const meter: LandMeter = { requests: 0, waits: options.recent.open(request) };
  try {
    const stop = await workThrough({ ...options, request, claim, claimed, run, isLast, state, meter });
    return { ...answer(state, request, stop), retries: info.attempt - 1 };
  } finally {
    options.recent.close(meter.waits);
    const { waits: _waits, ...uncounted } = meter;
    if (uncounted.requests > 0) await store.countRequests({ ...claim, ...uncounted }).catch(() => {});
  }
}

/** Requests that no chunk has committed yet. */
interface LandMeter extends RequestMeter {
  readonly waits: WaitClock;
  /** Where the batch still is if the chunk whose commit failed was not committed after all. */
  cursor?: number;
}

interface Work extends AttemptOptions {
  readonly request: LandRequest;
  readonly claim: BatchClaim;
  readonly claimed: ClaimedBatch;
  readonly run: StoredRun;
  readonly isLast: boolean;
  readonly state: BatchState;
  readonly meter: LandMeter;
}

/** Resolves to what ended it early; nothing is requested or committed any more once it has sorted. */
async function workThrough(work: Work): Promise<Attempt['stop']> {
  const { request, claim, isLast, state, meter, progress, store, source, contract } = work;
  await using attempt = openAttempt({ ...work, details: () => toProgress(work) });
  const { input, ...ofRun } = work.run;
  let answered: string | undefined;
  async function fetch(key: string): Promise<AnyRow | undefined> {
    const { waits } = meter;
    try {
      const context = { ...ofRun, signal: attempt.signal, meter };
      const row = await waits.during('source', source.fetchItem(input, key, context));
      answered ??= key;
      return row;
    } catch (error) {
      if (error instanceof ItemFailure && error.retryAfter) waits.refuse(error.retryAfter);
      throw error;
    }
  }
  /** A chunk that is not committed leaves its requests to be counted at the attempt's end. */
  async function commit(chunk: Chunk): Promise<Landed> {
    try {
      return await store.commitChunk(contract, chunk);
    } catch (error) {
      meter.requests += chunk.requests;
      meter.cursor = chunk.cursor;
      throw error;
    }
  }
  const isStopping = () => attempt.stop !== undefined;
  const chunks = fetchChunks(state.work, {
    ...fitBatch({ ...contract.batch, ...request }, work.budgets?.get(request.pipeline)),
    dataset: contract.dataset,
    isStopping,
    fetch,
  });
  for await (const outcomes of chunks) {
    if (!isLast && !isStopping())
      await assertSourceAnswers(outcomes, { controlKey: state.controlKey ?? answered, fetch });
    await meter.waits.during('store', attempt.committed());
    const { replayOf } = work.claimed;
    const chunk = { ...claim, ...state.apply(outcomes), requests: meter.requests, replayOf };
    meter.requests = 0;
    attempt.commit(async () => {
      state.confirm(await commit(chunk));
      progress.recordCommit();
    });
  }
  await meter.waits.during('store', attempt.committed());
  return attempt.stop;
}

function toProgress({ request, state, progress, meter }: Work): BatchProgress {
  const movedIn = progress.lastCommitAttempt;
  return defined({ batch: request.batch, ...state.counts, movedIn, limit: meter.waits.take() });
}

function isLastAttempt({ attempt, retryPolicy }: Info): boolean {
  const maximum = retryPolicy?.maximumAttempts ?? 0;
  return maximum > 0 && attempt >= maximum;
}

function answer(state: BatchState, request: LandRequest, stop: Attempt['stop']): Landed {
  const batch = `Batch ${request.batch} of ${request.runId}`;
  const { pending } = state;
  if (stop === 'hand-back' && state.counts.pending > 0) {
    const message = `${batch} goes on elsewhere: this worker is stopping`;
    throw retryable(retryableErrors.handedBack, message, { nextRetryDelay: handOver });
  }
  if (stop !== 'drain' && pending.length > 0) {
    const message = `${batch} has ${pending.length} items to try again; the first: ${pending[0]!.detail}`;
    throw retryable(retryableErrors.itemsPending, message, {
      nextRetryDelay: retryDelay(pending, state.retryAfter),
    });
  }
  return state.counts;
}
