import type { RunProgress, RunSummary } from '@headrace/contracts';

import { queryProgress } from '../temporal/ask.ts';
import { isEnded, type RunState } from '../temporal/run-state.ts';
import type { Settings } from '../temporal/settings.ts';
import { describeRun, type RunDescription } from './describe-run.ts';
import { readPendingActivities, findShards, readShard, type PendingActivity } from './pending-work.ts';
import { readLimits, type RunLimit } from './run-limits.ts';
import { sumProgress } from './run-progress.ts';

export interface RunStatus {
  readonly runId: string;
  readonly pipeline: string;
  readonly state: RunState;
  /** Asked to stop, and not yet ended: what is in flight drains. */
  readonly stopping: boolean;
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601; `null` until it ends. */
  readonly endedAt: string | null;
  /** With what its shards and batches in flight have done; `null` where no worker tells. */
  readonly progress: RunProgress | null;
  /** Whether the run and each of its shards in flight have answered; where not, more is done than `progress` says. */
  readonly current: boolean;
  /** The totals of an ended run; known without a worker too. */
  readonly summary: RunSummary | null;
  /** Activities that the run and its shards wait for. */
  readonly pending: readonly PendingActivity[];
  /** The limits just now, the most frequent first. */
  readonly limits: readonly RunLimit[];
}

type Look = Pick<RunStatus, 'progress' | 'current' | 'pending' | 'limits'>;

/**
 * Reads a run's status from its workflow and its shards' alone. Answers without a worker too, then without
 * `progress`. Throws `RunNotFound` or `TemporalUnreachable`.
 */
export async function readStatus(settings: Settings, runId: string): Promise<RunStatus> {
  const run = await describeRun(settings, runId);
  const { told, now } = await readRun(settings, run);
  if (isEnded(now.state))
    return toStatus(now, { progress: told, current: told !== null, pending: [], limits: [] });
  return toStatus(now, await readInFlight(settings, told, now));
}

/** Times a run is asked at most, so that one of tiny shards gets its answer too. */
const looks = 3;

/**
 * Reads the run's counts, then its pending work: a batch that ends in between is missed for a moment, not
 * counted twice. A shard that ends in between would be missed whole, so the run is asked again.
 */
async function readRun(
  settings: Settings,
  before: RunDescription,
): Promise<{ told: RunProgress | null; now: RunDescription }> {
  const { runId } = before;
  for (let look = 1, last = before; ; look += 1) {
    const told = await queryProgress<RunProgress>(settings, runId);
    const now = await describeRun(settings, runId);
    const still = new Set(findShards(now.raw));
    const missed = findShards(last.raw).some((shard) => !still.has(shard));
    if (told === null || !missed || look === looks) return { told, now };
    last = now;
  }
}

async function readInFlight(
  settings: Settings,
  told: RunProgress | null,
  { runId, raw }: RunDescription,
): Promise<Look> {
  const [own, ...shards] = await Promise.all([
    readPendingActivities(settings.client, runId, raw),
    ...findShards(raw).map((shard) => readShard(settings, shard)),
  ]);
  const pending = [...own, ...shards.flatMap((shard) => shard.pending)];
  const answers = shards.flatMap(({ progress }) => progress ?? []);
  const current = told !== null && answers.length === shards.length;
  const limits = await readLimits(settings, pending);
  return { progress: told && sumProgress(told, { shards: answers, pending }), current, pending, limits };
}

function toStatus(
  { runId, pipeline, state, stopping, startedAt, endedAt, summary }: RunDescription,
  look: Look,
): RunStatus {
  const times = { startedAt: startedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null };
  return { runId, pipeline: pipeline.name, state, stopping, ...times, summary, ...look };
}
