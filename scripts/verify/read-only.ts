import { parseArgs } from 'node:util';

/** Reads `--only format,unit`: whether a step is wanted. Throws `RangeError` on a step there is not. */
export function readOnly(args: readonly string[], steps: readonly string[]): (name: string) => boolean {
  const { values } = parseArgs({ args: [...args], options: { only: { type: 'string' } } });
  const wanted = values.only?.split(',').map((name) => name.trim());
  const unknown = wanted?.find((name) => !steps.includes(name));
  if (unknown !== undefined)
    throw new RangeError(`--only ${unknown}: no such step; there are ${steps.join(', ')}`);
  return (name) => wanted?.includes(name) ?? true;
}
