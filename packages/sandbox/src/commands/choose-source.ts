import { setGlobalProxyFromEnv } from 'node:http';

import type { CommandConfig } from './read-config.ts';

const publicSource = 'https://hacker-news.firebaseio.com';
/** How long the API may take to show that it is there, ms. */
const probeMs = 3_000;

export interface ChosenSource {
  /** `sample` or a base URL. */
  readonly source: string;
  /** Why it is the sample source, when nobody asked for that. */
  readonly because?: string;
}

/** The source that was asked for; else the real one, or the sample source where that cannot be reached. */
export async function chooseSource(config: CommandConfig): Promise<ChosenSource> {
  if (config.source === 'public') return { source: publicSource };
  if (config.source !== undefined) return { source: config.source };
  const real = (config.configuredSource ?? publicSource).replace(/\/+$/, '');
  const failure = await probe(`${real}/v0/maxitem.json`, config.env);
  if (failure === undefined) return { source: real };
  return { source: 'sample', because: `${real} cannot be reached (${failure})` };
}

/** Undefined when it answers, through the proxies that the worker takes too, else why not. */
async function probe(url: string, env: CommandConfig['env']): Promise<string | undefined> {
  let restore: (() => void) | undefined;
  try {
    restore = setGlobalProxyFromEnv(readProxies(env));
    const response = await fetch(url, { signal: AbortSignal.timeout(probeMs) });
    await response.body?.cancel();
    return response.ok ? undefined : `HTTP ${response.status}`;
  } catch (error) {
    const { name, cause } = error as Error & { cause?: NodeJS.ErrnoException };
    if (name === 'TimeoutError') return `no answer in ${probeMs / 1000} s`;
    return cause?.code ?? cause?.message ?? (error as Error).message;
  } finally {
    restore?.();
  }
}

/** As the worker reads them: in lower case first, the empty as unset, and a proxy without a scheme as http. */
function readProxies(env: CommandConfig['env']): NodeJS.ProcessEnv {
  const read = (name: string): string => env[name] || env[name.toUpperCase()] || '';
  const proxies: NodeJS.ProcessEnv = { no_proxy: `${read('no_proxy')},localhost,127.0.0.1,[::1]` };
  for (const name of ['http_proxy', 'https_proxy']) {
    const given = read(name);
    const proxy = given.includes('://') ? given : `http://${given}`;
    // Node would tell what was given, and a password with it.
    if (given && !URL.canParse(proxy)) throw new Error(`${name.toUpperCase()} is not the URL of a proxy`);
    if (given) proxies[name] = proxy;
  }
  return proxies;
}
