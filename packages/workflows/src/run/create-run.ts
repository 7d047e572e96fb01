import {
  datasetControl,
  type ConcludeRequest,
  type Conclusion,
  type DatasetUse,
  type PipelineContract,
  type RunMemo,
  type RunRef,
  type RunRequest,
  type RunSummary,
  type Shard,
} from '@headrace/contracts';
import { CancellationScope, makeContinueAsNewFunc, upsertMemo, workflowInfo } from '@temporalio/workflow';

import { signalDataset } from '../dataset/signal-dataset.ts';
import { createRunActivities } from './activities.ts';
import { concludeOrNothing } from './conclusions.ts';
import { landBatches } from './land-batches.ts';
import { createShardsWindow } from './land-shards.ts';
import { createProgress, toProgress } from './progress.ts';
import { readRequest } from './read-request.ts';
import type { Abandonment, Run } from './run.ts';
import { createSteering, toSteering } from './steering.ts';
import { waitForDatasets } from './wait-for-datasets.ts';

interface RunControl<Input, Row> extends Run<Input, Row> {
  /** Waits for what the run needs; before all else. Throws a terminal `DependencyMissed`. */
  wait(): Promise<void>;
  /** Totals up what a run without a result kept. */
  abandon(outcome: Abandonment): Promise<void>;
  end(): void;
}

const abandonTimeout = 10 * 60_000;

/** Builds a run from its contract and its request. Throws a terminal `InvalidInput`. */
export function createRun<Input, Row, Result>(
  contract: PipelineContract<Input, Row, Result>,
  request: RunRequest<Input>,
): RunControl<Input, Row> {
  const info = workflowInfo();
  const checked = readRequest(contract, request);
  const { input, batch, activity, quarantineLimit, again, carried } = checked;
  const { incremental, interval, schedule, after, replay } = checked;
  let uses: readonly DatasetUse[] = carried?.uses ?? [];
  let skipped: string | undefined;
  const ref: RunRef = { runId: info.workflowId, pipeline: contract.name };
  const initial = carried?.steering ?? toSteering(batch);
  const asked = {
    input,
    execution: info.firstExecutionRunId,
    ...(interval && { interval }),
    ...(schedule !== undefined && { schedule }),
    ...(incremental && { incremental }),
  };
  const progress = createProgress(carried?.progress ?? toProgress(ref, info.startTime, initial));
  const activities = createRunActivities(activity);
  const landing = { ref, batch, activity, steering: () => steering.now };
  const shards = createShardsWindow({ ...landing, plan, onLanded: progress.addShard });
  // Last: an update that came before the first task is taken at once.
  const steering = createSteering(initial, (changed) => {
    progress.steer(changed);
    shards.steer(changed);
  });

  async function plan(shard: number): Promise<Shard> {
    if (shard === 0) progress.enter('plan');
    const planned = await activities.plan({
      ...ref,
      ...asked,
      shard,
      batchSize: batch.size,
      again,
      uses,
      ...(replay && { replay }),
    });
    progress.addPlanned(planned);
    progress.enter('land');
    return planned;
  }

  async function wait(): Promise<void> {
    if (carried) return;
    if (after.length > 0) progress.enter('wait');
    const end = await waitForDatasets(after, { interval, onWait: progress.wait });
    uses = end.uses ?? [];
    skipped = end.skipped;
  }

  async function planAndLand(): Promise<void> {
    if (skipped !== undefined) return undefined;
    const first = await plan(carried?.nextShard ?? 0);
    if (!carried && !first.more) {
      return landBatches(first, { ...landing, land: activities.land, onLanded: progress.addBatch });
    }
    const nextShard = await shards.land(first);
    if (nextShard === undefined) return undefined;
    const handedOn = { nextShard, progress: progress.now, steering: steering.now, uses };
    // Those who list runs see the last execution alone.
    const memo: RunMemo = { startedAt: progress.now.startedAt };
    const goOn = makeContinueAsNewFunc<(next: RunRequest<Input>) => Promise<Result>>({ memo: { ...memo } });
    return goOn({ ...request, carried: handedOn });
  }

  async function total(outcome: ConcludeRequest['outcome'], by = activities): Promise<RunSummary> {
    progress.enter('conclude');
    const ended = { ...ref, outcome, quarantineLimit, ...(outcome !== 'completed' && { asked }) };
    const conclusion = await concludeOrNothing(by, ended);
    progress.conclude(conclusion);
    const summary = summarise(conclusion);
    // The memo is read without a worker, and a cancelled run has no result.
    upsertMemo({ summary });
    await tellOfVersion(conclusion);
    return summary;
  }

  /** What is published stays so, whatever becomes of the run now. */
  async function tellOfVersion({ version }: Conclusion): Promise<void> {
    if (version === null) return;
    const signal = { name: datasetControl.published, argument: version };
    await CancellationScope.nonCancellable(() => signalDataset(contract.dataset.name, signal));
  }

  function summarise(conclusion: Conclusion): RunSummary {
    const durationMs = Date.now() - Date.parse(progress.now.startedAt);
    const dataset = contract.dataset.name;
    return { ...ref, ...conclusion, dataset, durationMs, ...(skipped !== undefined && { skipped }) };
  }

  return {
    input: input as Input,
    get uses() {
      return uses;
    },
    get skipped() {
      return skipped;
    },
    wait,
    planAndLand,
    conclude: () => total(skipped === undefined ? 'completed' : 'skipped'),
    async readRows(limit) {
      if (skipped !== undefined) return [];
      progress.enter('analyse');
      const page = await activities.readRows({ ...ref, limit });
      return page.rows as readonly Row[];
    },
    async topRows(order, limit) {
      if (skipped !== undefined) return [];
      progress.enter('analyse');
      const page = await activities.topRows({ ...ref, order, limit });
      return page.rows as readonly Row[];
    },
    async countWords(field, limit) {
      if (skipped !== undefined) return [];
      progress.enter('analyse');
      return activities.countWords({ ...ref, field, limit });
    },
    async abandon(outcome) {
      await total(outcome, createRunActivities({ ...activity, totalTimeout: abandonTimeout }));
      progress.enter('ended');
    },
    end: () => progress.enter('ended'),
  };
}
