import { defined, type RequestBudget } from '@headrace/contracts';

import type { Budgets } from '../budget/budgets.ts';
import type { HostAnswer, Release } from '../budget/host-limiter.ts';
import { headerOf, decodeBody } from './answer.ts';
import { parseRetryAfter } from './bad-answer.ts';
import { sendRequest, type Answer, type SendOptions } from './send-request.ts';
import type { Target } from './target.ts';

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
  const { budgets, signal, budget: other } = options;
  const { origin: host } = target.url;
  const { waits } = options.meter;
  waits?.asks(host);
  const turn = budgets.acquire(host, defined({ signal, other, owner: waits?.owner }));
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
  const { budgets, meter } = options;
  const host = target.url.origin;
  const release = await (meter.waits?.duringTurn(host, turn, () => budgets.readUse(host)) ?? turn);
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

/** The wait that a body asks for, ms; `undefined` where it asks for none. */
export type ReadWait = (body: unknown) => number | undefined;

interface WaitOptions {
  readonly readWait: ReadWait;
  /** Bytes of the decoded body. */
  readonly maxBytes: number;
}

/** A refusal whose `Retry-After` is no shorter than the wait that its body asks for. */
async function withWait(answer: Answer, { readWait, maxBytes }: WaitOptions): Promise<Answer> {
  const asked = readWait(await readBody(answer, maxBytes)) ?? 0;
  const told = parseRetryAfter(headerOf(answer, 'retry-after') ?? null) ?? 0;
  if (asked <= told) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(Math.ceil(asked / 1_000)) } };
}

/** `undefined` for what is no JSON: a refusal may come from a proxy. */
async function readBody(answer: Answer, maxBytes: number): Promise<unknown> {
  try {
    const body = await decodeBody(answer.body, headerOf(answer, 'content-encoding') ?? '', maxBytes);
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
