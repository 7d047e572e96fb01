import { decodeBody, headerOf } from './answer.ts';
import { BadAnswer } from './bad-answer.ts';
import { sendInTurn, type Deadline, type TurnOptions } from './send-in-turn.ts';
import { isSuccess, type Answer } from './send-request.ts';
import { isHttp, redirectTarget, type Target } from './target.ts';

/** A complete answer: its JSON, or a status other than 2xx. */
export type JsonAnswer = Pick<Answer, 'status' | 'headers'> &
  ({ readonly ok: true; readonly json: unknown } | { readonly ok: false });

/** One attempt, redirects included. Throws `BadAnswer`, or the signal's reason. */
export async function fetchJson(target: Target, options: FollowOptions): Promise<JsonAnswer> {
  const answer = await followRedirects(target, options);
  const { status, headers } = answer;
  if (status > 599) throw new BadAnswer('refused', `answered ${status}, which is no HTTP status`);
  if (!isSuccess(status)) return { ok: false, status, headers };
  const encoding = headerOf(answer, 'content-encoding');
  const body =
    encoding === undefined ? answer.body : await decodeBody(answer.body, encoding, options.maxBytes);
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  return { ok: true, status, headers, json: parseJson(text) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const found = text === '' ? 'empty' : `not JSON: ${(cause as Error).message}`;
    throw new BadAnswer('not-json', `the body is ${found}`, { body: text, cause });
  }
}

export interface FollowOptions extends TurnOptions {
  /** All hops' bound, ms. */
  readonly timeout: number;
  readonly maxRedirects: number;
}

/** The first answer that is no redirect. Throws `BadAnswer`, or the signal's reason. */
async function followRedirects(target: Target, options: FollowOptions): Promise<Answer> {
  const deadline: Deadline = { at: performance.now() + options.timeout };
  let current = target;
  for (let hops = 0; hops <= options.maxRedirects; hops += 1) {
    const answer = await sendInTurn(current, deadline, options);
    if (!isRedirect(answer.status)) return answer;
    current = redirectTarget(current, locationOf(answer, current.url));
  }
  throw new BadAnswer(
    'redirects',
    `redirected more than ${options.maxRedirects} times, last to ${current.url.href}`,
  );
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

function locationOf(answer: Answer, base: URL): URL {
  const location = headerOf(answer, 'location');
  const url = location === undefined ? null : URL.parse(location, base);
  if (url !== null && isHttp(url)) return withoutCredentials(url);
  const found = location === undefined ? 'without a location' : `to ${location.slice(0, 200)}`;
  throw new BadAnswer(
    'redirects',
    `redirected (${answer.status}) ${found}, which is not an http or https URL`,
  );
}

function withoutCredentials(url: URL): URL {
  url.username = '';
  url.password = '';
  return url;
}
