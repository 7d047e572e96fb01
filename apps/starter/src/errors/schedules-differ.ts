import type { SchedulePlan } from '../schedules-file/plan-schedules.ts';

/** The schedules in Temporal are not those of the file. */
export class SchedulesDiffer extends Error {
  override readonly name = 'SchedulesDiffer';
  readonly plan: SchedulePlan;

  constructor(file: string, plan: SchedulePlan) {
    super(`the schedules in Temporal are not as ${file} says; headrace schedule apply ${file} makes them so`);
    this.plan = plan;
  }
}
