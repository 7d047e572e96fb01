import { HeadraceError } from './headrace-error.ts';

/** There is a schedule of that name already. */
export class ScheduleExists extends HeadraceError {
  override readonly name = 'ScheduleExists';
  readonly type = 'ScheduleExists';
  readonly schedule: string;

  constructor(schedule: string, options?: ErrorOptions) {
    super(`there is a schedule ${schedule} already; update it, or give another name`, options);
    this.schedule = schedule;
  }
}
