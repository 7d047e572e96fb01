import { schedulePolicies, type OnDataset } from '@headrace/contracts';

import { UsageError } from '../errors/usage-error.ts';
import type { Flag } from './flag.ts';
import { toFlagName } from './to-flag-name.ts';
import { whenFlags } from './when-flags.ts';

/** In place of times. */
export const onFlag: Flag = {
  name: '--on',
  field: { type: 'string', minLength: 1, description: 'once for every new version of this dataset' },
};

const timed = [...whenFlags.map(({ name }) => name), ...Object.keys(schedulePolicies).map(toFlagName)];

/** The dataset to follow; `undefined` where none was given. Throws `UsageError` beside what goes with times alone. */
export function readOn(given: Readonly<Record<string, unknown>>): OnDataset | undefined {
  const on = given[onFlag.name];
  if (typeof on !== 'string') return undefined;
  const others = timed.filter((name) => given[name] !== undefined);
  if (others.length === 0) return { on };
  throw new UsageError(`--on: a dataset has no times, and ${others.join(' and ')} goes with times alone`);
}
