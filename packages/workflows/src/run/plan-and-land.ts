import type { CarriedRun, DatasetUse, Shard } from '@headrace/contracts';

import { landBatches } from './land-batches.ts';
import { createShardsWindow } from './land-shards.ts';
import type { RunParts } from './create-run.ts';
import { createSteering, toSteering } from './steering.ts';

/**
 * Lists the source's keys and lands them; resolves to what a new execution goes on from, or to `undefined` once all has
 * landed.
 */
export type PlanAndLand = (uses: readonly DatasetUse[]) => Promise<CarriedRun | undefined>;

/** From here on the run can be paused, resumed and tuned. */
export function createPlanAndLand({ ref, checked, asked, progress, activities }: RunParts): PlanAndLand {
  const { batch, activity, again, carried } = checked;
  let uses: readonly DatasetUse[] = [];
  const landing = { ref, batch, activity, steering: () => steering.now };
  const shards = createShardsWindow({ ...landing, plan, onLanded: progress.addShard });
  // Last: an update that came before the first task is taken at once.
  const steering = createSteering(carried?.steering ?? toSteering(batch), (changed) => {
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
    });
    progress.addPlanned(planned);
    progress.enter('land');
    return planned;
  }

  return async (used) => {
    uses = used;
    const first = await plan(carried?.nextShard ?? 0);
    if (!carried && !first.more) {
      await landBatches(first, { ...landing, land: activities.land, onLanded: progress.addBatch });
      return undefined;
    }
    const nextShard = await shards.land(first);
    if (nextShard === undefined) return undefined;
    return { nextShard, progress: progress.now, steering: steering.now, uses };
  };
}
