import { backfillFields, validateInput } from '@headrace/contracts';
import type { Command } from 'commander';

import { UsageError } from '../errors/usage-error.ts';

/** Adds the argument that names a backfill. */
export function addBackfillArgument(command: Command): Command {
  return command.argument('<name>', 'the backfill', checkBackfillName);
}

function checkBackfillName(name: string): string {
  const { problems = [] } = validateInput({ name: backfillFields.name }, { name });
  if (problems.length > 0) throw new UsageError(problems.map(({ message }) => message).join('\n'));
  return name;
}
