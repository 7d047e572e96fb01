import { datasetControl, toDatasetId } from '@headrace/contracts';

import { ScheduleNotFound } from '../errors/schedule-not-found.ts';
import type { Settings } from '../settings.ts';
import { callUpdate } from './call-update.ts';
import type { SubscribedSchedule } from './subscribed-schedule.ts';

/** Has a dataset's workflow drop a subscription. Throws `ScheduleNotFound` or `NoAnswer`. */
export async function unsubscribe(settings: Settings, { name, when }: SubscribedSchedule): Promise<void> {
  const handle = settings.client.workflow.getHandle(toDatasetId(when.on));
  const wasThere = await callUpdate(settings, name, () =>
    handle.executeUpdate<boolean, [string]>(datasetControl.unsubscribe, { args: [name] }),
  );
  if (!wasThere) throw new ScheduleNotFound(name);
}
