import { decodeBody } from './decode-body.ts';
import { headerOf } from './header-of.ts';
import { parseRetryAfter } from './retry-after.ts';
import type { Answer } from './send-request.ts';

/** The wait that a body asks for, ms; `undefined` where it asks for none. */
export type ReadWait = (body: unknown) => number | undefined;

export interface WaitOptions {
  readonly readWait: ReadWait;
  /** Bytes of the decoded body. */
  readonly maxBytes: number;
}

/** A refusal whose `Retry-After` is no shorter than the wait that its body asks for. */
export async function withWait(answer: Answer, { readWait, maxBytes }: WaitOptions): Promise<Answer> {
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
