import type {
  ConcludeRequest,
  Conclusion,
  PipelineContract,
  RunRef,
  RunRequest,
  RunSummary,
  Shard,
} from '@headrace/contracts';
import { upsertMemo, workflowInfo } from '@temporalio/workflow';

import { createRunActivities } from './activities.ts';
import { createProgress } from './progress.ts';
import { readRequest } from './read-request.ts';
import type { Abandonment, Run } from './run.ts';
import { runInWindow } from './window.ts';

interface RunControl<Input, Row> extends Run<Input, Row> {
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
  const { input, batch, activity, quarantineLimit, again } = readRequest(contract, request);
  const ref: RunRef = { runId: info.workflowId, pipeline: contract.name };
  const progress = createProgress(ref, info.startTime);
  const activities = createRunActivities(activity);
  const { chunk, concurrency, itemAttempts } = batch;

  async function plan(shard: number): Promise<Shard> {
    progress.enter('plan');
    const execution = info.firstExecutionRunId;
    const planned = await activities.plan({ ...ref, shard, input, batchSize: batch.size, execution, again });
    progress.addShard(planned);
    return planned;
  }

  async function land(number: number): Promise<void> {
    progress.addBatch(await activities.land({ ...ref, batch: number, chunk, concurrency, itemAttempts }));
  }

  async function total(outcome: ConcludeRequest['outcome'], by = activities): Promise<RunSummary> {
    progress.enter('conclude');
    const conclusion = await by.conclude({ ...ref, outcome, quarantineLimit });
    progress.conclude(conclusion);
    const summary = summarise(conclusion);
    // The memo is read without a worker, and a cancelled run has no result.
    upsertMemo({ summary });
    return summary;
  }

  function summarise(conclusion: Conclusion): RunSummary {
    const durationMs = Date.now() - info.startTime.getTime();
    return { ...ref, ...conclusion, dataset: contract.dataset.name, durationMs };
  }

  return {
    input: input as Input,
    async planAndLand() {
      for (let shard = 0, more = true; more; shard += 1) {
        const planned = await plan(shard);
        progress.enter('land');
        await runInWindow(batchesOf(planned, land), { size: batch.parallel });
        more = planned.more;
      }
    },
    conclude: () => total('completed'),
    async readRows(limit) {
      progress.enter('analyse');
      const page = await activities.readRows({ ...ref, limit });
      return page.rows as readonly Row[];
    },
    async countWords(field, limit) {
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

function* batchesOf(shard: Shard, land: (batch: number) => Promise<void>): Iterable<() => Promise<void>> {
  for (let number = 0; number < shard.batches; number += 1) yield () => land(shard.firstBatch + number);
}
