import type { RequestBudget } from '@headrace/contracts';

import type { SourceContext } from '../source.ts';
import { createDispatcher } from './create-dispatcher.ts';
import { fetchJson, type JsonAnswer } from './fetch-json.ts';
import { normalizeHttpOptions, type HttpOptions } from './http-options.ts';
import { createRetry } from './retry.ts';
import { toItemFailure } from './to-item-failure.ts';
import type { ReadWait } from './with-wait.ts';
import { toTarget } from './to-target.ts';

/** How a request is sent, and what its answers mean. */
interface RequestContext extends SourceContext {
  /** What a host that has no budget of its own may be asked; default everything. */
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
