import { setGlobalProxyFromEnv } from 'node:http';
import { join } from 'node:path';

/** What `dev` and `start` are told, by flags and environment. */
export interface CommandConfig {
  /** `HEADRACE_HOME`, else `.headrace` in the working directory. */
  readonly home: string;
  /** `sample`, `public` or a base URL; undefined leaves the choice to {@link chooseSource}. */
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
