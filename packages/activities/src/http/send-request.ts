import { setImmediate as nextTurn } from 'node:timers/promises';

import { Agent, EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici';

import type { RequestMeter } from '../source/source.ts';
import { BadAnswer } from './bad-answer.ts';
import type { Target } from './target.ts';

export interface SendOptions {
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
  readonly meter: RequestMeter;
  /** The attempt's end, on `performance.now()`'s clock. */
  readonly deadline: number;
  /** The attempt's bound as it was set, ms, for the message. */
  readonly timeout: number;
  /** Bytes of the body as it is sent. */
  readonly maxBytes: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** As it was sent, still encoded; empty for a status other than 2xx and 429. */
  readonly body: Buffer;
}

/** By name in lower case. */
type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Sends one GET and reads its whole answer. Throws `BadAnswer`, or the signal's reason. */
export async function sendRequest({ url, headers }: Target, options: SendOptions): Promise<Answer> {
  options.signal.throwIfAborted();
  options.meter.requests += 1;
  const exchange = new Exchange(options);
  const path = url.pathname + url.search;
  options.dispatcher.dispatch({ origin: url.origin, path, method: 'GET', headers }, exchange);
  const answer = await exchange.answer;
  // Undici takes the connection back in the event loop's next turn; asked before, it opens another.
  await nextTurn();
  return answer;
}

/** Takes undici's events themselves; its `request` wraps them in streams, which costs more CPU than all of this. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly answer: Promise<Answer>;
  readonly #resolve: (answer: Answer) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #options: SendOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #status = 0;
  #headers: Headers = {};
  #controller: Dispatcher.DispatchController | undefined;
  #stopped: { readonly reason: Error } | undefined;

  constructor(options: SendOptions) {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.answer = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#options = options;
    this.#timer = setTimeout(this.#onDeadline, options.deadline - performance.now());
    options.signal.addEventListener('abort', this.#onAbort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#stopped) controller.abort(this.#stopped.reason);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > this.#options.maxBytes) this.#stop(tooLarge(this.#options.maxBytes));
    else if (isSuccess(this.#status) || this.#status === 429) this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#release();
    this.#resolve({ status: this.#status, headers: this.#headers, body: Buffer.concat(this.#chunks) });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#stop(toBadAnswer(error));
  }

  readonly #onDeadline = (): void => {
    const seen = this.#status === 0 ? 'no answer' : `answered ${this.#status}, but not to the end`;
    this.#stop(new BadAnswer('timeout', `${seen} within ${this.#options.timeout} ms`));
  };

  readonly #onAbort = (): void => this.#stop(this.#options.signal.reason);

  #stop(reason: Error): void {
    if (this.#stopped) return;
    this.#stopped = { reason };
    this.#release();
    this.#reject(reason);
    this.#controller?.abort(reason);
  }

  #release(): void {
    clearTimeout(this.#timer);
    this.#options.signal.removeEventListener('abort', this.#onAbort);
  }
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}

export function tooLarge(maxBytes: number): BadAnswer {
  return new BadAnswer('too-large', `the body passes ${maxBytes} bytes`);
}

function toBadAnswer(error: Error & { readonly code?: unknown }): BadAnswer {
  const code = typeof error.code === 'string' ? error.code : error.name;
  const reason = code === 'UND_ERR_CONNECT_TIMEOUT' ? 'timeout' : 'network';
  const message = error.message === '' ? code : `${error.message} (${code})`;
  return new BadAnswer(reason, message, { cause: error });
}

/** Proxies that requests go through, and the hosts that they do not. */
export interface HttpProxies {
  /** URL of the proxy of http sources; where `https` is not set, of all. */
  readonly http?: string | undefined;
  readonly https?: string | undefined;
  /** Hosts asked directly, with commas between them; `.example.com` stands for all below it, `*` for all there are. */
  readonly except?: string | undefined;
}

export interface DispatcherOptions {
  readonly proxies: HttpProxies;
  /** How long a proxy may take to open the way to a source, ms. */
  readonly timeout: number;
}

// HTTP/1.1, one request a connection at a time: a connection that breaks takes one item with it.
const connectionOptions = { allowH2: false, headersTimeout: 0, bodyTimeout: 0 };

/** Local addresses bypass the proxy, as in Go and Chrome. */
const loopback = 'localhost,127.0.0.1,[::1]';

/** Pools keep-alive connections, each to a source or through a proxy to one. Bounds of a request are its sender's. */
export function createDispatcher({ proxies, timeout }: DispatcherOptions): Dispatcher {
  const { http, https, except } = proxies;
  if (!http && !https) return new Agent(connectionOptions);
  return new EnvHttpProxyAgent({
    ...connectionOptions,
    // The way through a forward proxy is made without them.
    factory: (origin, given) => new Pool(origin, { ...given, ...connectionOptions }),
    clientFactory: (proxy, given) =>
      new Pool(proxy, { ...given, ...connectionOptions, headersTimeout: timeout }),
    // Undici reads the environment for what is undefined.
    httpProxy: http ?? '',
    httpsProxy: https ?? '',
    noProxy: except ? `${except},${loopback}` : loopback,
  });
}
