import type { HeadraceClient, ScheduleDescription } from '@headrace/client';
import type { Subscription } from '@headrace/contracts';

import { toErrorType } from '../errors/explain.ts';

export type FoundSchedule =
  | { readonly schedule: ScheduleDescription; readonly subscription?: undefined }
  | { readonly subscription: Subscription; readonly schedule?: undefined };

/** The schedule of that name, of times or of a dataset. Throws `ScheduleNotFound`. */
export async function findSchedule(headrace: HeadraceClient, name: string): Promise<FoundSchedule> {
  try {
    return { schedule: await headrace.schedules.describe(name) };
  } catch (error) {
    if (toErrorType(error) !== 'ScheduleNotFound') throw error;
    const subscriptions = await headrace.datasets.subscriptions();
    const subscription = subscriptions.find(({ definition }) => definition.name === name);
    if (subscription === undefined) throw error;
    return { subscription };
  }
}
