import { setGlobalProxyFromEnv } from 'node:http';

import { redact, type ErrorKind } from '@headrace/contracts';

import { UsageError, type CommandConfig } from './command-config.ts';

const publicSource = 'https://hacker-news.firebaseio.com';
/** How long the public API may take to answer before generated stories take its place, ms. */
const publicTimeout = 3_000;
/** How long a configured source may take, ms: as long as the workers' requests by default. */
const configuredTimeout = 30_000;

/** A source that does not answer, and that nothing may take the place of. Ends the command with exit code 3. */
export class SourceUnreachable extends Error {
  override readonly name = 'SourceUnreachable';

  get kind(): ErrorKind {
    return 'unreachable';
  }
}

export interface ChosenSource {
  /** `sample` or a base URL. */
  readonly source: string;
  /** Said at the top, where the source is not what it seems to be. */
  readonly note?: string;
}

export interface ChooseOptions {
  /** Which list the run will ask for. Default `top`. */
  readonly feed?: string | undefined;
  /** Whether a configured source may come up later. Default false. */
  readonly waits?: boolean;
}

/**
 * The source that was asked for, once it has answered the run's first request; else the public API. Generated stories take
 * the public API's place only where nothing was configured. Throws `SourceUnreachable`, or `UsageError` for generated
 * stories in a database or a Temporal of one's own.
 */
export async function chooseSource(
  config: CommandConfig,
  options: ChooseOptions = {},
): Promise<ChosenSource> {
  const { feed = 'top', waits = false } = options;
  if (config.source === 'sample') return chooseSample(config);
  const configured = readConfigured(config);
  const url = configured?.url ?? publicSource;
  const timeout = configured ? configuredTimeout : publicTimeout;
  const failure = await probe(`${url}/v0/${feed}stories.json`, { env: config.env, timeout });
  if (failure === undefined) return { source: url };
  const problem = `${redact(url)} does not answer /v0/${feed}stories.json (${failure})`;
  if (configured && waits)
    return { source: url, note: `${configured.setting}: ${problem}; runs wait for it` };
  if (configured) throw new SourceUnreachable(`${configured.setting}: ${problem}`);
  const name = findOwnServer(config);
  if (name !== undefined) {
    throw new SourceUnreachable(
      `${problem}; generated stories do not go where ${name} points: unset it, or set HEADRACE_HACKER_NEWS_URL`,
    );
  }
  return {
    source: 'sample',
    note: `${problem}: generated sample stories take its place, apart from real ones`,
  };
}

function chooseSample(config: CommandConfig): ChosenSource {
  const name = findOwnServer(config);
  if (name === undefined) return { source: 'sample' };
  throw new UsageError(
    `--source sample makes stories up, and they go into no database or Temporal of yours: unset ${name}`,
  );
}

/** The setting that names a Postgres or a Temporal of one's own, whose rows and runs are real. */
function findOwnServer({ databaseUrl, temporalAddress }: CommandConfig): string | undefined {
  if (databaseUrl !== undefined) return 'DATABASE_URL';
  return temporalAddress === undefined ? undefined : 'TEMPORAL_ADDRESS';
}

function readConfigured(config: CommandConfig): { setting: string; url: string } | undefined {
  const { source, configuredSource } = config;
  if (source === 'public') return { setting: '--source public', url: publicSource };
  if (source !== undefined) return { setting: '--source', url: source };
  if (configuredSource === undefined) return undefined;
  return { setting: 'HEADRACE_HACKER_NEWS_URL', url: configuredSource };
}

interface ProbeOptions {
  readonly env: NodeJS.ProcessEnv;
  /** ms */
  readonly timeout: number;
}

/** `undefined` when a list comes, through the proxies that the worker takes too, else why not. */
async function probe(given: string, { env, timeout }: ProbeOptions): Promise<string | undefined> {
  let restore: (() => void) | undefined;
  try {
    restore = setGlobalProxyFromEnv(readProxies(env));
    const { url, headers } = withoutCredentials(given);
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeout) });
    const body = await response.text();
    if (!response.ok) return `HTTP ${response.status}`;
    return isList(body) ? undefined : 'its answer is no JSON list';
  } catch (error) {
    const { name, cause } = error as Error & { cause?: NodeJS.ErrnoException };
    if (name === 'TimeoutError') return `no answer in ${timeout / 1_000} s`;
    return cause?.code ?? cause?.message ?? (error as Error).message;
  } finally {
    restore?.();
  }
}

/** A network that asks for a sign-in first answers everything, with a page. */
function isList(body: string): boolean {
  try {
    return Array.isArray(JSON.parse(body));
  } catch {
    return false;
  }
}

/** `fetch` takes no credentials in a URL; the worker sends them as basic authorization. */
function withoutCredentials(given: string): { url: URL; headers: Record<string, string> } {
  const url = new URL(given);
  const { username, password } = url;
  if (username === '' && password === '') return { url, headers: {} };
  url.username = '';
  url.password = '';
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { url, headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` } };
}

/** As the worker reads them: in lower case first, the empty as unset, and a proxy without a scheme as http. */
function readProxies(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const read = (name: string): string => env[name] || env[name.toUpperCase()] || '';
  const proxies: NodeJS.ProcessEnv = { no_proxy: `${read('no_proxy')},localhost,127.0.0.1,[::1]` };
  for (const name of ['http_proxy', 'https_proxy']) {
    const given = read(name);
    const proxy = given.includes('://') ? given : `http://${given}`;
    // Node's own error repeats the value, and a password with it.
    if (given && !URL.canParse(proxy)) throw new Error(`${name.toUpperCase()} is not the URL of a proxy`);
    if (given) proxies[name] = proxy;
  }
  return proxies;
}
