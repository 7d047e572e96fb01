import { setGlobalProxyFromEnv } from 'node:http';
import { join } from 'node:path';

import { redact } from '@headrace/contracts';

/** What `dev` and `start` are told, by flags and environment. */
export interface CommandConfig {
  /** `HEADRACE_HOME`, else `.headrace` in the working directory. */
  readonly home: string;
  /** `sample`, `public` or a base URL; undefined leaves the choice to `chooseSource`. */
  readonly source: string | undefined;
  /** `HEADRACE_HACKER_NEWS_URL`. */
  readonly configuredSource: string | undefined;
  /** `TEMPORAL_ADDRESS`. */
  readonly temporalAddress: string | undefined;
  /** `DATABASE_URL`. */
  readonly databaseUrl: string | undefined;
  /** What the flags of this command left over. */
  readonly rest: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** A command line that means nothing. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Whether a command line asks what there is to ask for. */
export function asksForHelp(argv: readonly string[]): boolean {
  return argv.includes('--help') || argv.includes('-h');
}

/** Throws {@link UsageError} for a source or an address that is none. */
export function readConfig(argv: readonly string[], env: NodeJS.ProcessEnv): CommandConfig {
  const { source, rest } = takeSource(argv[0] === '--' ? argv.slice(1) : argv);
  return Object.freeze({
    home: env['HEADRACE_HOME'] || join(process.cwd(), '.headrace'),
    source,
    configuredSource: env['HEADRACE_HACKER_NEWS_URL'] || undefined,
    temporalAddress: checkAddress(env['TEMPORAL_ADDRESS'] || undefined),
    databaseUrl: env['DATABASE_URL'] || undefined,
    rest,
    env,
  });
}

function takeSource(argv: readonly string[]): { source: string | undefined; rest: string[] } {
  const rest: string[] = [];
  let source: string | undefined;
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] ?? '';
    if (argument === '--source') source = checkSource(argv[(index += 1)] ?? '');
    else if (argument.startsWith('--source=')) source = checkSource(argument.slice('--source='.length));
    else rest.push(argument);
  }
  return { source, rest };
}

function checkSource(source: string): string {
  if (source === 'sample' || source === 'public') return source;
  if (/^https?:$/.test(URL.parse(source)?.protocol ?? '')) return source.replace(/\/+$/, '');
  throw new UsageError(`--source was given “${source}”; valid are sample, public and an http(s) URL`);
}

function checkAddress(address: string | undefined): string | undefined {
  if (address === undefined || /^(?:\[[\da-f:.]+\]|[^\s:/@]+)(?::\d{1,5})?$/i.test(address)) return address;
  // What was given may hold credentials.
  throw new UsageError('TEMPORAL_ADDRESS is not host:port without a scheme, such as temporal.internal:7233');
}

const publicSource = 'https://hacker-news.firebaseio.com';
/** How long the API may take to show that it is there, ms. */
const probeTimeout = 3_000;

/** A source that does not answer, and that nothing may take the place of. Ends the command with exit code 3. */
export class SourceUnreachable extends Error {
  override readonly name = 'SourceUnreachable';
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
 * stories in a database of one's own.
 */
export async function chooseSource(
  config: CommandConfig,
  options: ChooseOptions = {},
): Promise<ChosenSource> {
  const { feed = 'top', waits = false } = options;
  if (config.source === 'sample') return chooseSample(config);
  const configured = readConfigured(config);
  const url = configured?.url ?? publicSource;
  const failure = await probe(`${url}/v0/${feed}stories.json`, config.env);
  if (failure === undefined) return { source: url };
  const problem = `${redact(url)} does not answer /v0/${feed}stories.json (${failure})`;
  if (configured && waits)
    return { source: url, note: `${configured.setting}: ${problem}; runs wait for it` };
  if (configured) throw new SourceUnreachable(`${configured.setting}: ${problem}`);
  const own = Object.entries({ DATABASE_URL: config.databaseUrl, TEMPORAL_ADDRESS: config.temporalAddress });
  const [name] = own.find(([, value]) => value !== undefined) ?? [];
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

function chooseSample({ databaseUrl }: CommandConfig): ChosenSource {
  if (databaseUrl === undefined) return { source: 'sample' };
  throw new UsageError(
    '--source sample makes stories up, and they go into no database of yours: unset DATABASE_URL',
  );
}

function readConfigured(config: CommandConfig): { setting: string; url: string } | undefined {
  const { source, configuredSource } = config;
  if (source === 'public') return { setting: '--source public', url: publicSource };
  if (source !== undefined) return { setting: '--source', url: source };
  if (configuredSource === undefined) return undefined;
  return { setting: 'HEADRACE_HACKER_NEWS_URL', url: configuredSource.replace(/\/+$/, '') };
}

/** `undefined` when it answers, through the proxies that the worker takes too, else why not. */
async function probe(given: string, env: CommandConfig['env']): Promise<string | undefined> {
  let restore: (() => void) | undefined;
  try {
    restore = setGlobalProxyFromEnv(readProxies(env));
    const { url, headers } = withoutCredentials(given);
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(probeTimeout) });
    await response.body?.cancel();
    return response.ok ? undefined : `HTTP ${response.status}`;
  } catch (error) {
    const { name, cause } = error as Error & { cause?: NodeJS.ErrnoException };
    if (name === 'TimeoutError') return `no answer in ${probeTimeout / 1_000} s`;
    return cause?.code ?? cause?.message ?? (error as Error).message;
  } finally {
    restore?.();
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
