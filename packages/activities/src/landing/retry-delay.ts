import { retryDefaults, type BatchProgress } from '@headrace/contracts';
import type { Info } from '@temporalio/activity';

import type { PendingItem } from '../store/store.ts';

/** Waits between passes over a batch's pending items, ms. */
const firstWait = 1_000;
const longestWait = 5 * 60_000;

/** Wait before a batch's next pass over its pending items, ms: doubling with their passes, or as the source asked. */
export function retryDelay(pending: readonly PendingItem[], retryAfter: number): number {
  const passes = Math.min(...pending.map((item) => item.attempts));
  return Math.max(retryAfter, Math.min(longestWait, firstWait * 2 ** (passes - 1)));
}

/** Which attempt of a batch committed last. Temporal hands it from attempt to attempt, in the heartbeats. */
export class CommitProgress {
  readonly #attempt: number;
  #lastCommitAttempt: number | undefined;

  constructor({ attempt, heartbeatDetails }: Info) {
    this.#attempt = attempt;
    this.#lastCommitAttempt = (heartbeatDetails as BatchProgress | undefined)?.movedIn;
  }

  /** From 1; `undefined` where none has committed. */
  get lastCommitAttempt(): number | undefined {
    return this.#lastCommitAttempt;
  }

  /** Wait before the next attempt, ms; `undefined` leaves it to the retry policy, which counts every attempt. */
  get wait(): number | undefined {
    const last = this.#lastCommitAttempt;
    return last === undefined ? undefined : waitAfter(this.#attempt - last);
  }

  /** Notes a commit of this attempt. */
  recordCommit(): void {
    this.#lastCommitAttempt = this.#attempt;
  }
}

/** Follows the retry policy, but counts only the attempts since the last commit. */
function waitAfter(idleAttempts: number): number {
  const { initialInterval, backoffCoefficient, maximumInterval } = retryDefaults;
  return Math.min(maximumInterval, initialInterval * backoffCoefficient ** idleAttempts);
}
