import { quarantineFilter, type AnyInputSchema, type QuarantineFilter } from '@headrace/contracts';

import { UsageError } from '../../errors/usage-error.ts';
import { toFlagName, type Flag } from '../../flags/flag.ts';

type FilterField = keyof QuarantineFilter;

/** The flags of a filter's fields. */
export function filterFlags(schema: AnyInputSchema): Flag[] {
  return Object.entries(schema).map(([name, field]) => ({ name: toFlagName(name), field }));
}

/** The filter that flags make; its values are those of `readFlags`. Throws `UsageError` for a missing one that is needed. */
export function toFilter<Needed extends FilterField = never>(
  values: Readonly<Record<string, unknown>>,
  needed: readonly Needed[] = [],
): QuarantineFilter & Required<Pick<QuarantineFilter, Needed>> {
  const missing = needed.map(toFlagName).filter((name) => !(name in values));
  if (missing.length > 0) throw new UsageError(`missing ${missing.join(' and ')}`);
  const given = Object.keys(quarantineFilter).flatMap((name) =>
    toFlagName(name) in values ? [[name, values[toFlagName(name)]]] : [],
  );
  return Object.fromEntries(given);
}
