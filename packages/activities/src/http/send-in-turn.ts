import type { RequestBudget } from '@headrace/contracts';

import type { Budgets } from '../budget/budgets.ts';
import type { HostAnswer, Release } from '../budget/release.ts';
import { headerOf } from './header-of.ts';
import { parseRetryAfter } from './retry-after.ts';
import { sendRequest, type Answer, type SendOptions } from './send-request.ts';
import type { Target } from './to-target.ts';
import { withWait, type ReadWait } from './with-wait.ts';

export interface TurnOptions extends Omit<SendOptions, 'deadline'> {
  readonly budgets: Budgets;
  readonly budget?: RequestBudget;
  readonly readWait?: ReadWait;
}

/** The time an attempt has left, on `performance.now()`'s clock; waits for a host's turn move it. */
export interface Deadline {
  at: number;
}

/** Sends one request when it is its turn by the host's budget. Throws what `Budgets.acquire` and `sendRequest` throw. */
export function sendInTurn(target: Target, deadline: Deadline, options: TurnOptions): Promise<Answer> {
  const turn = options.budgets.acquire(target.url.origin, options.signal, options.budget);
  // Without a budget there is nothing to wait for, not even the event loop.
  if (turn === undefined) return send(target, { ...options, deadline: deadline.at });
  return sendAfter(turn, { ...options, target, deadline });
}

interface AfterOptions extends TurnOptions {
  readonly target: Target;
  readonly deadline: Deadline;
}

async function sendAfter(turn: Promise<Release>, options: AfterOptions): Promise<Answer> {
  const { target, deadline } = options;
  const asked = performance.now();
  const release = await turn;
  deadline.at += performance.now() - asked;
  let answer: Answer | undefined;
  try {
    answer = await send(target, { ...options, deadline: deadline.at });
    return answer;
  } finally {
    release(answer && toHostAnswer(answer));
  }
}

async function send(target: Target, options: SendOptions & TurnOptions): Promise<Answer> {
  const answer = await sendRequest(target, options);
  const { readWait } = options;
  return answer.status === 429 && readWait ? withWait(answer, { ...options, readWait }) : answer;
}

function toHostAnswer(answer: Answer): HostAnswer {
  const retryAfter = parseRetryAfter(headerOf(answer, 'retry-after') ?? null);
  return { status: answer.status, retryAfter };
}
