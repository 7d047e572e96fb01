import type { Command, Option } from 'commander';

import { UsageError } from '../errors/usage-error.ts';

/** Makes a command and those below it refuse a flag in the place of a flag's value: the value was forgotten. */
export function refuseSwallowedFlags(command: Command): void {
  for (const option of command.options) if (option.required) guard(option, command);
  for (const subcommand of command.commands) refuseSwallowedFlags(subcommand);
}

function guard(option: Option, { options }: Command): void {
  const { parseArg } = option;
  const flags = new Set(['--help', '-h', ...options.flatMap(({ long, short }) => [long, short])]);
  option.argParser((text, previous) => {
    if (flags.has(text)) throw new UsageError(`option '${option.flags}' argument missing, before ${text}`);
    return parseArg ? parseArg<unknown>(text, previous) : text;
  });
}
