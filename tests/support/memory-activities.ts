import type {
  AnyRow,
  DatasetActivities,
  BatchLanded,
  IntervalActivities,
  LandingActivities,
  LandRequest,
  PlanRequest,
  RowPage,
  Shard,
} from '@headrace/contracts';
import { Context } from '@temporalio/activity';

export interface MemoryOptions {
  /** Keys of the source. */
  readonly keys: number;
  /** Keys of one plan page; all of them where it is not given. */
  readonly keysPerShard?: number;
  readonly rows?: readonly AnyRow[];
  /** Stands in for the work of listing; may throw. */
  readonly onPlan?: (request: PlanRequest) => Promise<void> | void;
  /** Stands in for the work of a batch; may throw. */
  readonly onLand?: (request: LandRequest) => Promise<void> | void;
}

export interface MemoryActivities extends LandingActivities, DatasetActivities, IntervalActivities {
  readonly calls: { name: string; request: unknown }[];
  /** The most batches that were in flight at once. */
  readonly peak: () => number;
}

/** The activities as the contract types them, without a database or a source. */
export function createMemoryActivities(options: MemoryOptions): MemoryActivities {
  const calls: { name: string; request: unknown }[] = [];
  const sizes = new Map<number, number>();
  const done = new Map<number, BatchLanded>();
  const finished = new Set<string>();
  let inFlight = 0;
  let peak = 0;

  function planShard({ shard, batchSize }: PlanRequest): Shard {
    const perShard = options.keysPerShard ?? options.keys;
    const listed = Math.min(perShard, options.keys - shard * perShard);
    const firstBatch = shard * Math.ceil(perShard / batchSize);
    const batches = Math.ceil(listed / batchSize);
    for (let index = 0; index < batches; index += 1) {
      sizes.set(firstBatch + index, Math.min(batchSize, listed - index * batchSize));
    }
    return { shard, firstBatch, batches, listed, requests: 1, more: (shard + 1) * perShard < options.keys };
  }

  return {
    calls,
    peak: () => peak,
    async plan(request) {
      calls.push({ name: 'plan', request });
      await options.onPlan?.(request);
      return planShard(request);
    },
    async land(request) {
      calls.push({ name: 'land', request });
      inFlight += 1;
      peak = Math.max(peak, inFlight);
      try {
        await options.onLand?.(request);
      } finally {
        inFlight -= 1;
      }
      const size = sizes.get(request.batch) ?? 0;
      const landed: BatchLanded = {
        landed: size,
        absent: 0,
        quarantined: 0,
        pending: 0,
        requests: size,
        retries: Context.current().info.attempt - 1,
      };
      done.set(request.batch, landed);
      return landed;
    },
    async conclude(request) {
      calls.push({ name: 'conclude', request });
      const landed = [...done.values()].reduce((total, batch) => total + batch.landed, 0);
      const version = request.outcome === 'completed' ? 1 : null;
      if (version !== null) finished.add(request.runId);
      const listed = [...sizes.values()].reduce((total, size) => total + size, 0);
      return {
        listed,
        landed,
        absent: 0,
        quarantined: 0,
        batches: sizes.size,
        requests: landed + 1,
        version,
      };
    },
    async findFinished(request) {
      calls.push({ name: 'findFinished', request });
      return request.runIds.filter((runId) => finished.has(runId));
    },
    async readRows(request): Promise<RowPage> {
      calls.push({ name: 'readRows', request });
      const rows = (options.rows ?? []).slice(0, request.limit);
      return { dataset: 'hacker_news_stories', runId: request.runId ?? 'latest', rows };
    },
    async topRows(request): Promise<RowPage> {
      calls.push({ name: 'topRows', request });
      return {
        dataset: 'hacker_news_stories',
        runId: request.runId,
        rows: (options.rows ?? []).slice(0, request.limit),
      };
    },
    async countWords(request) {
      calls.push({ name: 'countWords', request });
      return [{ word: 'durable', count: 2 }];
    },
  };
}
