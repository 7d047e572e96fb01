import type { RequestBudget } from '@headrace/contracts';
import ky, { isHTTPError } from 'ky';

import { noBudgets, type Budgets } from '../budget/budgets.ts';
import type { SourceContext } from '../source/source.ts';
import { toItemFailure } from './bad-answer.ts';
import { fetchJson, type JsonAnswer } from './fetch-json.ts';
import type { ReadWait } from './send-in-turn.ts';
import { createDispatcher, type HttpProxies } from './send-request.ts';
import { toTarget } from './target.ts';

/** How a request is sent, and what its answers mean. */
interface RequestContext extends SourceContext {
  /** The budget of a host without one of its own; default none. */
  readonly budget?: RequestBudget;
  /** How long the body of a 429 asks to wait, ms; it counts where `Retry-After` asks for less. Default not at all. */
  readonly readWait?: ReadWait;
}

export interface Http {
  /**
   * The JSON at an http or https URL; credentials in the URL are sent as basic authorization.
   * Throws `ItemFailure`, or the signal's reason as soon as it is aborted.
   */
  getJson(url: string, context: RequestContext): Promise<unknown>;
  /** Gives the connections up; what is in flight fails. */
  close(): Promise<void>;
}

/** HTTP over pooled keep-alive connections, with deadlines, size caps and a few retries. */
export function createHttp(options: HttpOptions = {}): Http {
  const settings = normalizeHttpOptions(options);
  const retry = createRetry(settings);
  const dispatcher = createDispatcher(settings);
  return {
    async getJson(url, context) {
      const target = toTarget(url);
      const attempt = (): Promise<JsonAnswer> => fetchJson(target, { dispatcher, ...settings, ...context });
      try {
        const [first] = await Promise.allSettled([attempt()]);
        if (first.status === 'fulfilled' && first.value.ok) return first.value.json;
        return await retry(first, { attempt, url: target.url, signal: context.signal });
      } catch (error) {
        context.signal.throwIfAborted();
        throw toItemFailure(error, `GET ${target.url.href}`) ?? error;
      }
    },
    close: () => dispatcher.destroy(),
  };
}

export interface HttpOptions {
  /** The budgets of hosts; default none. */
  readonly budgets?: Budgets;
  /** Proxies on the way to the sources; default none. Hosts of this machine are asked directly. */
  readonly proxies?: HttpProxies;
  /**
   * One attempt's bound, from its first byte sent to its last byte read, redirects included, without the waits for its
   * hosts' turns, ms. Default 30,000.
   */
  readonly timeout?: number;
  /** Bytes of a decoded body. Default 4 MiB. */
  readonly maxBytes?: number;
  /** Retries of a request that failed transiently. Default 2. */
  readonly retries?: number;
  /** Wait before the first retry, doubling with each, ms; up to half of it is taken off at random. Default 300. */
  readonly backoff?: number;
  /** Longest `Retry-After` that is waited for here, ms; a longer one is the caller's. Default 5,000. */
  readonly maxRetryAfter?: number;
  /** Redirects of one attempt. Default 5. */
  readonly maxRedirects?: number;
}

type HttpSettings = Required<HttpOptions>;

function normalizeHttpOptions(options: HttpOptions): HttpSettings {
  return {
    budgets: options.budgets ?? noBudgets,
    proxies: options.proxies ?? {},
    timeout: options.timeout ?? 30_000,
    maxBytes: options.maxBytes ?? 4 * 1024 * 1024,
    retries: options.retries ?? 2,
    backoff: options.backoff ?? 300,
    maxRetryAfter: options.maxRetryAfter ?? 5_000,
    maxRedirects: options.maxRedirects ?? 5,
  };
}

interface RetryOptions {
  readonly attempt: () => Promise<JsonAnswer>;
  readonly url: URL;
  /** Ends a wait between retries. */
  readonly signal: AbortSignal;
}

/** Resolves to the JSON of a further attempt, or throws the failure of the last one. */
type Retry = (first: PromiseSettledResult<JsonAnswer>, options: RetryOptions) => Promise<unknown>;

/** Lets ky decide whether, when and how often to ask again. Only failed first attempts reach it: it doubles a request's cost. */
function createRetry({ retries, backoff, maxRetryAfter }: HttpSettings): Retry {
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
  return async (first, { attempt, url, signal }) => {
    let next = async (): Promise<JsonAnswer> => {
      next = attempt;
      return unwrap(first);
    };
    let json: unknown;
    const fetch = async (): Promise<Response> => {
      const answer = await next();
      if (answer.ok) json = answer.json;
      return toResponse(answer);
    };
    await client.get(url, { signal, fetch });
    return json;
  };
}

/** `undefined` leaves the choice among statuses, and the wait that the response asks for, to ky. */
function shouldRetry(error: Error, maxRetryAfter: number): boolean | undefined {
  const failure = toItemFailure(error, 'GET');
  if (!failure?.transient || (failure.retryAfter ?? 0) > maxRetryAfter) return false;
  // A source that hangs would hold its chunk for three deadlines; the batch's next pass asks again.
  return isHTTPError(error) ? undefined : failure.reason !== 'timeout';
}

function unwrap(settled: PromiseSettledResult<JsonAnswer>): JsonAnswer {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

/** The status and headers as they came. The body has been read: ky needs none to decide. */
function toResponse({ status, headers }: JsonAnswer): Response {
  const lines = Object.entries(headers).flatMap(([name, value = []]) =>
    [value].flat().map((line): [string, string] => [name, line]),
  );
  return new Response(null, { status, headers: lines });
}
