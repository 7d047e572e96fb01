import type { SchedulesClient } from '@headrace/client';

import { explain } from '../errors/explain.ts';
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

interface PartlyApplied {
  /** Names of the schedules that are as planned now. */
  readonly applied: readonly string[];
  readonly failed: string;
  /** Names of those that were not come to. */
  readonly left: readonly string[];
}

/** A schedule was refused in the middle of an apply. */
class ApplyFailed extends Error {
  override readonly name = 'ApplyFailed';
  readonly applied: readonly string[];
  readonly failed: string;
  readonly left: readonly string[];

  constructor(cause: unknown, { applied, failed, left }: PartlyApplied) {
    const reason = explain(cause)?.message ?? '';
    super(
      `schedule ${failed} failed: ${reason}\napplied: ${list(applied)}; not applied: ${list([failed, ...left])}; ` +
        'the same command again goes on',
      { cause },
    );
    this.applied = applied;
    this.failed = failed;
    this.left = left;
  }
}

function list(names: readonly string[]): string {
  return names.join(', ') || 'none';
}
