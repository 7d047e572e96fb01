import { WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';

import { toClientError } from '../call.ts';
import { InvalidInput } from '../errors/invalid-input.ts';
import { NoAnswer } from '../errors/no-answer.ts';
import type { Settings } from '../settings.ts';

const hint = 'no workflow worker took it; one that starts soon may still do so';

/** Has a dataset's workflow take an update about a subscription. Throws `InvalidInput` or `NoAnswer`. */
export async function callUpdate<Answer>(
  { client, callTimeout }: Settings,
  name: string,
  update: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await client.withDeadline(Date.now() + callTimeout, update);
  } catch (error) {
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
      throw new NoAnswer(`schedule ${name}`, callTimeout, { hint, cause: error });
    }
    if (!(error instanceof WorkflowUpdateFailedError)) throw toClientError(error, name);
    const message = error.cause?.message ?? error.message;
    throw new InvalidInput(`schedule ${name}`, [{ field: 'definition', message }]);
  }
}
