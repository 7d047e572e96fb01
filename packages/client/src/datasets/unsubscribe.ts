import { datasetControl, isTimed, toDatasetId } from '@headrace/contracts';

import { ScheduleNotFound } from '../errors/schedule-not-found.ts';
import type { Settings } from '../settings.ts';
import { callUpdate } from './call-update.ts';
import { listSubscriptions } from './list-subscriptions.ts';

/** Takes a subscription away. Throws `ScheduleNotFound` or `NoAnswer`. */
export async function unsubscribe(settings: Settings, name: string): Promise<void> {
  const subscriptions = await listSubscriptions(settings);
  const when = subscriptions.find(({ definition }) => definition.name === name)?.definition.when;
  if (when === undefined || isTimed(when)) throw new ScheduleNotFound(name);
  const handle = settings.client.workflow.getHandle(toDatasetId(when.on));
  const wasThere = await callUpdate(settings, name, () =>
    handle.executeUpdate<boolean, [string]>(datasetControl.unsubscribe, { args: [name] }),
  );
  if (!wasThere) throw new ScheduleNotFound(name);
}
