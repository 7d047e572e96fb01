import { parseArgs } from 'node:util';

export interface GateOptions {
  /** Whether a step is wanted: `--only format,unit`. */
  readonly isWanted: (name: string) => boolean;
  /** Compare everything where a usual run compares a sample: `--thorough`. */
  readonly thorough: boolean;
}

/** Throws `RangeError` on a step there is not. */
export function readOptions(args: readonly string[], steps: readonly string[]): GateOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: 'string' }, thorough: { type: 'boolean', default: false } },
  });
  const wanted = values.only?.split(',').map((name) => name.trim());
  const unknown = wanted?.find((name) => !steps.includes(name));
  if (unknown !== undefined)
    throw new RangeError(`--only ${unknown}: no such step; there are ${steps.join(', ')}`);
  return { isWanted: (name) => wanted?.includes(name) ?? true, thorough: values.thorough };
}
