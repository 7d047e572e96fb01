import ky, { isHTTPError } from 'ky';

import type { JsonAnswer } from './fetch-json.ts';
import type { HttpSettings } from './http-options.ts';
import { toItemFailure } from './to-item-failure.ts';

interface RetryOptions {
  readonly attempt: () => Promise<JsonAnswer>;
  readonly url: URL;
  /** Ends a wait between retries. */
  readonly signal: AbortSignal;
}

/** Goes on from a first attempt that failed: resolves to the JSON, or throws what the last attempt came to. */
export type Retry = (first: PromiseSettledResult<JsonAnswer>, options: RetryOptions) => Promise<unknown>;

/** Retries with ky. It costs twice the request itself, so that only failed first attempts are handed to it. */
export function createRetry({ retries, backoff, maxRetryAfter }: HttpSettings): Retry {
  const statusCodes = [408, 425, 429, 500, 502, 503, 504];
  const client = ky.create({
    timeout: false,
    retry: {
      limit: retries,
      statusCodes,
      afterStatusCodes: statusCodes,
      maxRetryAfter,
      delay: (attempt) => backoff * 2 ** (attempt - 1),
      jitter: (delay) => delay * (0.5 + Math.random() / 2),
      shouldRetry: ({ error }) => shouldRetry(error, maxRetryAfter),
    },
  });
  return (first, { attempt, url, signal }) =>
    client.get(url, { signal, fetch: replayFirst(first, attempt) }).json();
}

/** `undefined` leaves the choice among statuses, and the wait that `Retry-After` asks for, to ky. */
function shouldRetry(error: Error, maxRetryAfter: number): boolean | undefined {
  const failure = toItemFailure(error, 'GET');
  if (!failure?.transient || (failure.retryAfter ?? 0) > maxRetryAfter) return false;
  // A source that hangs would hold its chunk for three deadlines; the batch's next pass asks again.
  return isHTTPError(error) ? undefined : failure.reason !== 'timeout';
}

function replayFirst(
  first: PromiseSettledResult<JsonAnswer>,
  attempt: () => Promise<JsonAnswer>,
): () => Promise<Response> {
  let next = async (): Promise<JsonAnswer> => {
    next = attempt;
    if (first.status === 'rejected') throw first.reason;
    return first.value;
  };
  return async () => toResponse(await next());
}

function toResponse(answer: JsonAnswer): Response {
  if (answer.ok) return new Response(answer.text);
  const headers = new Headers();
  if (answer.retryAfter !== undefined) headers.set('retry-after', answer.retryAfter);
  return new Response(null, { status: answer.status, headers });
}
