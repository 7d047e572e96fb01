import { BadAnswer } from './bad-answer.ts';
import { headerOf } from './header-of.ts';
import { sendInTurn, type Deadline, type TurnOptions } from './send-in-turn.ts';
import type { Answer } from './send-request.ts';
import { isHttp, redirectTarget, type Target } from './to-target.ts';

export interface FollowOptions extends TurnOptions {
  /** All hops' bound, ms. */
  readonly timeout: number;
  readonly maxRedirects: number;
}

/** The first answer that is no redirect. Throws `BadAnswer`, or the signal's reason. */
export async function followRedirects(target: Target, options: FollowOptions): Promise<Answer> {
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
