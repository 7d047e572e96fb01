import {
  toPlannedOptions,
  type DatasetUse,
  type PipelineContract,
  type RunMemo,
  type RunRequest,
  type AnyPipelineContract,
  type RunAsked,
  type RunRef,
} from '@headrace/contracts';
import { makeContinueAsNewFunc, workflowInfo } from '@temporalio/workflow';

import { createRunActivities, type RunActivities } from './activities.ts';
import { concludeRun } from './conclude-run.ts';
import { createPlanAndLand } from './plan-and-land.ts';
import { createProgress, toProgress, type ProgressTracker } from './progress.ts';
import { readRequest, type ReadRequest } from './read-request.ts';
import { toSteering } from './steering.ts';
import { waitForDatasets } from './wait-for-datasets.ts';
import type { Abandonment, Run } from './with-run.ts';

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
  const parts = createRunParts(contract, request);
  const { ref, checked, progress, activities } = parts;
  const { input, activity, interval, after, carried } = checked;
  const planAndLand = createPlanAndLand(parts);
  let uses: readonly DatasetUse[] = carried?.uses ?? [];
  let skipped: string | undefined;

  /** A run that was skipped has no rows and no words. */
  async function analyse<Item>(read: () => Promise<readonly Item[]>): Promise<readonly Item[]> {
    if (skipped !== undefined) return [];
    progress.enter('analyse');
    return read();
  }

  return {
    input: input as Input,
    get uses() {
      return uses;
    },
    get skipped() {
      return skipped;
    },
    async wait() {
      if (carried) return;
      if (after.length > 0) progress.enter('wait');
      const end = await waitForDatasets(after, { interval, onWait: progress.wait });
      uses = end.uses ?? [];
      skipped = end.skipped;
    },
    async planAndLand() {
      if (skipped !== undefined) return;
      const handedOn = await planAndLand(uses);
      if (handedOn === undefined) return;
      // Those who list runs see the last execution alone.
      const memo: RunMemo = { ...workflowInfo().memo, startedAt: handedOn.progress.startedAt };
      const goOn = makeContinueAsNewFunc<(next: RunRequest<Input>) => Promise<Result>>({ memo: { ...memo } });
      await goOn({ ...request, carried: handedOn });
    },
    conclude: () => concludeRun(parts, { outcome: skipped === undefined ? 'completed' : 'skipped', skipped }),
    readRows: (limit) =>
      analyse(async () => (await activities.readRows({ ...ref, limit })).rows as readonly Row[]),
    topRows: (order, limit) =>
      analyse(async () => (await activities.topRows({ ...ref, order, limit })).rows as readonly Row[]),
    countWords: (field, limit) => analyse(() => activities.countWords({ ...ref, field, limit })),
    async abandon(outcome) {
      const briefly = createRunActivities({ ...activity, totalTimeout: abandonTimeout });
      await concludeRun({ ...parts, activities: briefly }, { outcome, skipped });
      progress.enter('ended');
    },
    end: () => progress.enter('ended'),
  };
}

/** The parts that planning, landing, concluding and reading share. */
export interface RunParts {
  readonly ref: RunRef;
  readonly dataset: string;
  readonly checked: ReadRequest;
  /** The request as the store keeps it. */
  readonly asked: RunAsked;
  readonly progress: ProgressTracker;
  readonly activities: RunActivities;
}

/** Throws a terminal `InvalidInput`. */
function createRunParts(contract: AnyPipelineContract, request: RunRequest<unknown>): RunParts {
  const checked = readRequest(contract, request);
  const { batch, activity, carried } = checked;
  const { workflowId: runId, startTime } = workflowInfo();
  const ref: RunRef = { runId, pipeline: contract.name };
  return {
    ref,
    dataset: contract.dataset.name,
    checked,
    asked: { ...toPlannedOptions(checked), execution: workflowInfo().firstExecutionRunId },
    progress: createProgress(carried?.progress ?? toProgress(ref, startTime, toSteering(batch))),
    activities: createRunActivities(activity),
  };
}
