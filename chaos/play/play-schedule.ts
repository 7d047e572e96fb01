import { setTimeout as sleep } from 'node:timers/promises';

import { ScheduleExists, ScheduleNotFound } from '@headrace/client';

import type { PlannedSchedule } from '../schedule/plan-schedules.ts';
import { patiently } from './patiently.ts';
import type { PlayOptions } from './play-run.ts';
import { unless } from './unless.ts';

/** Makes a schedule, and takes it away again where that was planned. */
export async function playSchedule(
  { name, contract, input, overrides, when, overlap, lasts }: PlannedSchedule,
  { client, say }: PlayOptions,
): Promise<undefined> {
  say(`schedule ${name}: ${JSON.stringify(when)}${overlap ? `, ${overlap}` : ''}`);
  const definition = { name, pipeline: contract.name, input, overrides, when, ...(overlap && { overlap }) };
  // It was made before, and nobody lived to tell.
  await patiently(() => client.schedules.create(definition)).catch(unless(ScheduleExists));
  if (lasts === undefined) return;
  await sleep(lasts);
  say(`delete schedule ${name}`);
  await patiently(() => client.schedules.delete(name)).catch(unless(ScheduleNotFound));
}
