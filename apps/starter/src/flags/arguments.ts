import {
  limits,
  backfillFields,
  validateInput,
  scheduleName,
  type AnyPipelineContract,
} from '@headrace/contracts';
import type { Command } from 'commander';

import { UsageError, nearest } from '../errors/usage-error.ts';

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

/** Adds the argument that names a backfill. */
export function addBackfillArgument(command: Command): Command {
  return command.argument('<name>', 'the backfill', checkBackfillName);
}

function checkBackfillName(name: string): string {
  const { problems = [] } = validateInput({ name: backfillFields.name }, { name });
  if (problems.length > 0) throw new UsageError(problems.map(({ message }) => message).join('\n'));
  return name;
}

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

/** The contract of that name. Throws `UsageError` with the nearest name and all there are. */
export function findContract(pipelines: readonly AnyPipelineContract[], name: string): AnyPipelineContract {
  const contract = pipelines.find((pipeline) => pipeline.name === name);
  if (contract) return contract;
  const names = pipelines.map((pipeline) => pipeline.name);
  const near = nearest(name, names);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  throw new UsageError(
    `there is no pipeline ${JSON.stringify(name)}${hint || `; there are ${names.join(', ')}`}`,
  );
}
