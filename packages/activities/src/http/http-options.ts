import { noBudgets, type Budgets } from '../budget/budgets.ts';
import type { HttpProxies } from './create-dispatcher.ts';

export interface HttpOptions {
  /** What every host may be asked; default everything. */
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

export type HttpSettings = Required<HttpOptions>;

export function normalizeHttpOptions(options: HttpOptions): HttpSettings {
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
