import { parseArgs } from 'node:util';

import type { ChaosOptions } from './run-chaos.ts';

/** What a flag was given is not what it takes. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const usage = 'usage: pnpm chaos [--seed N] [--minutes M] [--database pglite|postgres]';

/** Throws `UsageError`. */
export function readFlags(
  args: readonly string[],
): ChaosOptions & { readonly database: 'pglite' | 'postgres' } {
  const { seed, minutes, database } = parse(args);
  if (database !== 'pglite' && database !== 'postgres')
    throw new UsageError(`--database ${database}: there are pglite and postgres`);
  if (!/^\d{1,9}$/.test(seed))
    throw new UsageError(`--seed ${seed}: give a whole number of at most nine digits`);
  const duration = Number(minutes) * 60_000;
  if (!(duration > 0)) throw new UsageError(`--minutes ${minutes}: give a number above 0, such as 1.5`);
  return { seed: Number(seed), duration, database };
}

function parse(args: readonly string[]): { seed: string; minutes: string; database: string } {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
        minutes: { type: 'string', default: '1' },
        database: { type: 'string', default: 'pglite' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
