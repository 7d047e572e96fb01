import { setTimeout as sleep } from 'node:timers/promises';

import { NoAnswer, TemporalUnreachable } from '@headrace/client';

/** Asks again through every time that Temporal is away, or no worker answers. */
export async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof TemporalUnreachable || error instanceof NoAnswer)) throw error;
      await sleep(500);
    }
  }
}
