import type { SchedulesClient } from '@headrace/client';

import { ApplyFailed } from '../errors/apply-failed.ts';
import type { PlannedChange, SchedulePlan } from './plan-schedules.ts';

/**
 * Makes a plan's changes, one after the other. Throws `ApplyFailed` with the first that fails; those after it are not
 * made.
 */
export async function applyPlan(
  schedules: SchedulesClient,
  { changes }: SchedulePlan,
  report: (change: PlannedChange) => void,
): Promise<void> {
  for (const [index, change] of changes.entries()) {
    try {
      await apply(schedules, change);
    } catch (error) {
      const names = changes.map(({ name }) => name);
      throw new ApplyFailed(error, {
        applied: names.slice(0, index),
        failed: change.name,
        left: names.slice(index + 1),
      });
    }
    report(change);
  }
}

async function apply(schedules: SchedulesClient, planned: PlannedChange): Promise<void> {
  const { name } = planned;
  if (planned.change === 'add') await schedules.create(planned.definition);
  else if (planned.change === 'change') await schedules.update(name, planned.definition);
  else await schedules.delete(name);
}
