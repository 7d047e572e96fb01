import { scheduleName, validateInput } from '@headrace/contracts';
import type { Command } from 'commander';

import { UsageError } from '../errors/usage-error.ts';

/** Adds the argument that names a schedule. */
export function addScheduleArgument(command: Command): Command {
  return command.argument('<name>', 'the schedule', checkScheduleName);
}

/** Throws `UsageError` for what is no name. */
export function checkScheduleName(name: string): string {
  const { problems = [] } = validateInput({ name: scheduleName }, { name });
  if (problems.length > 0) throw new UsageError(problems.map(({ message }) => message).join('\n'));
  return name;
}
