import { limits } from '@headrace/contracts';
import type { Command } from 'commander';

import { UsageError } from '../errors/usage-error.ts';

/** Adds the argument that names a run. */
export function addRunArgument(command: Command): Command {
  return command.argument('<run>', 'run id', checkRunId);
}

function checkRunId(given: string): string {
  if (given.length > 0 && given.length <= limits.runIdCharacters) return given;
  throw new UsageError(
    `${JSON.stringify(given.slice(0, 80))} is not a run id of 1 to ${limits.runIdCharacters} characters`,
  );
}
