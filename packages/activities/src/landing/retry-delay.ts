import { retryDefaults, type BatchProgress } from '@headrace/contracts';
import type { Info } from '@temporalio/activity';

import type { PendingItem } from '../store/store.ts';

const first = 1_000;
const most = 5 * 60_000;

/** Wait before a batch's next pass over its pending items, ms: doubling with their passes, or as the source asked. */
export function retryDelay(pending: readonly PendingItem[], retryAfter: number): number {
  const passes = Math.min(...pending.map((item) => item.attempts));
  return Math.max(retryAfter, Math.min(most, first * 2 ** (passes - 1)));
}

/** Whether a batch gets on. Kept in its heartbeats, which Temporal hands from attempt to attempt. */
export interface Movement {
  /** The attempt that committed last; `undefined` where none has. */
  readonly movedIn: number | undefined;
  /** Wait before the next attempt, ms; `undefined` leaves it to the retry policy, which counts every attempt. */
  readonly wait: number | undefined;
  /** This attempt has committed something. */
  move(): void;
}

export function readMovement({ attempt, heartbeatDetails }: Info): Movement {
  let movedIn = (heartbeatDetails as BatchProgress | undefined)?.movedIn;
  return {
    get movedIn() {
      return movedIn;
    },
    get wait() {
      return movedIn === undefined ? undefined : waitAfter(attempt - movedIn);
    },
    move() {
      movedIn = attempt;
    },
  };
}

/** As the retry policy has it, by the attempts that got nowhere. */
function waitAfter(barren: number): number {
  const { initialInterval, backoffCoefficient, maximumInterval } = retryDefaults;
  return Math.min(maximumInterval, initialInterval * backoffCoefficient ** barren);
}
