import { join } from 'node:path';

import type { ErrorKind } from '@headrace/contracts';

/** The settings of `dev` and `start`, from flags and environment. */
export interface CommandConfig {
  /** `HEADRACE_HOME`, else `.headrace` in the working directory. */
  readonly dataDir: string;
  /** `sample`, `public` or a base URL; undefined leaves the choice to `chooseSource`. */
  readonly source: string | undefined;
  /** `HEADRACE_HACKER_NEWS_URL`, without a slash at its end. */
  readonly configuredSource: string | undefined;
  /** `TEMPORAL_ADDRESS`. */
  readonly temporalAddress: string | undefined;
  /** `DATABASE_URL`. */
  readonly databaseUrl: string | undefined;
  /** Flags of another command. */
  readonly rest: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** A command line, or settings, that mean nothing or exclude one another. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  get kind(): ErrorKind {
    return 'invalid';
  }
}

/** Whether a command line asks what there is to ask for. */
export function asksForHelp(argv: readonly string[]): boolean {
  return argv.includes('--help') || argv.includes('-h');
}

/** Throws `UsageError` for a source or an address that is none. */
export function readConfig(argv: readonly string[], env: NodeJS.ProcessEnv): CommandConfig {
  const { source, rest } = takeSource(argv[0] === '--' ? argv.slice(1) : argv);
  return Object.freeze({
    dataDir: env['HEADRACE_HOME'] || join(process.cwd(), '.headrace'),
    source,
    configuredSource: env['HEADRACE_HACKER_NEWS_URL']?.replace(/\/+$/, '') || undefined,
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
  throw new UsageError(`--source was given "${source}"; valid are sample, public and an http(s) URL`);
}

function checkAddress(address: string | undefined): string | undefined {
  if (address === undefined || /^(?:\[[\da-f:.]+\]|[^\s:/@]+)(?::\d{1,5})?$/i.test(address)) return address;
  // The value may hold credentials, so the message does not repeat it.
  throw new UsageError('TEMPORAL_ADDRESS is not host:port without a scheme, such as temporal.internal:7233');
}
