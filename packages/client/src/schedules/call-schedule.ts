import { ScheduleAlreadyRunning, ScheduleNotFoundError } from '@temporalio/client';

import { toClientError } from '../call.ts';
import { InvalidInput } from '../errors/invalid-input.ts';
import { ScheduleExists } from '../errors/schedule-exists.ts';
import { ScheduleNotFound } from '../errors/schedule-not-found.ts';
import type { Settings } from '../settings.ts';

/** Makes a bounded call about a schedule; what goes wrong is this client's error. */
export async function callSchedule<Answer>(
  { client, callTimeout }: Settings,
  name: string,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await client.withDeadline(Date.now() + callTimeout, ask);
  } catch (error) {
    throw toScheduleError(error, name);
  }
}

function toScheduleError(error: unknown, name: string): unknown {
  if (error instanceof ScheduleNotFoundError) return new ScheduleNotFound(name, { cause: error });
  if (error instanceof ScheduleAlreadyRunning) return new ScheduleExists(name, { cause: error });
  // What Temporal says of a specification that is none.
  if (error instanceof TypeError) {
    return new InvalidInput(`schedule ${name}`, [{ field: 'when', message: `when: ${error.message}` }]);
  }
  return toClientError(error, name);
}
