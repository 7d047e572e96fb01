import { Agent, EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici';

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

/** What this machine serves itself, a proxy does not reach: the same in Go's and Chrome's proxies. */
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
