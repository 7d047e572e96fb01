import { BadAnswer } from './bad-answer.ts';
import { decodeBody } from './decode-body.ts';
import { followRedirects, type FollowOptions } from './follow-redirects.ts';
import { headerOf } from './header-of.ts';
import { isSuccess, type Answer } from './send-request.ts';
import type { Target } from './to-target.ts';

/** A complete answer: JSON, or a status other than 2xx. */
export type JsonAnswer =
  | { readonly ok: true; readonly json: unknown; readonly text: string }
  | { readonly ok: false; readonly status: number; readonly retryAfter: string | undefined };

/** One attempt, redirects included. Throws `BadAnswer`, or the signal's reason. */
export async function fetchJson(target: Target, options: FollowOptions): Promise<JsonAnswer> {
  const answer = await followRedirects(target, options);
  if (!isSuccess(answer.status)) return toRefusal(answer);
  const encoding = headerOf(answer, 'content-encoding');
  const body =
    encoding === undefined ? answer.body : await decodeBody(answer.body, encoding, options.maxBytes);
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  return { ok: true, json: parseJson(text), text };
}

function toRefusal(answer: Answer): JsonAnswer {
  const { status } = answer;
  if (status > 599) throw new BadAnswer('refused', `answered ${status}, which is no HTTP status`);
  return { ok: false, status, retryAfter: headerOf(answer, 'retry-after') };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const found = text === '' ? 'empty' : `not JSON: ${(cause as Error).message}`;
    throw new BadAnswer('not-json', `the body is ${found}`, { body: text, cause });
  }
}
