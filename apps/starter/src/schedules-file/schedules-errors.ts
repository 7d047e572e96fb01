import type { ErrorKind } from '@headrace/contracts';

import type { FileProblem } from './document.ts';
import type { SchedulePlan } from './plan-schedules.ts';

/** A schedules file is not as it should be; nothing was applied. */
export class SchedulesRefused extends Error {
  override readonly name = 'SchedulesRefused';
  readonly file: string;
  /** Every problem with its place, in the order of the file. */
  readonly problems: readonly FileProblem[];

  constructor(file: string, problems: readonly FileProblem[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super(`${file}: ${count}; nothing was applied`);
    this.file = file;
    this.problems = problems;
  }

  get kind(): ErrorKind {
    return 'invalid';
  }
}

/** The schedules in Temporal are not those of the file. */
export class SchedulesDiffer extends Error {
  override readonly name = 'SchedulesDiffer';
  readonly plan: SchedulePlan;

  constructor(file: string, plan: SchedulePlan) {
    super(`the schedules in Temporal are not as ${file} says; headrace schedule apply ${file} makes them so`);
    this.plan = plan;
  }
}
