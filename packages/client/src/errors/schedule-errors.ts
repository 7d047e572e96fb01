import type { ErrorKind } from '@headrace/contracts';

import { HeadraceError } from './headrace-error.ts';

/** There is no schedule of that name, or none of Headrace's. */
export class ScheduleNotFound extends HeadraceError {
  override readonly name = 'ScheduleNotFound';
  readonly type = 'ScheduleNotFound';
  readonly schedule: string;

  constructor(schedule: string, options?: ErrorOptions) {
    super(`there is no schedule ${schedule}`, options);
    this.schedule = schedule;
  }

  get kind(): ErrorKind {
    return 'missing';
  }
}

/** There is a schedule of that name already. */
export class ScheduleExists extends HeadraceError {
  override readonly name = 'ScheduleExists';
  readonly type = 'ScheduleExists';
  readonly schedule: string;

  constructor(schedule: string, options?: ErrorOptions) {
    super(`there is a schedule ${schedule} already; update it, or give another name`, options);
    this.schedule = schedule;
  }

  get kind(): ErrorKind {
    return 'conflict';
  }
}
