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
    const except = [env['no_proxy'] ?? env['NO_PROXY'], 'localhost,127.0.0.1,[::1]'].filter(Boolean);
    restore = setGlobalProxyFromEnv({ ...env, no_proxy: except.join(',') });
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
