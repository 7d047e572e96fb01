import {
  scheduleFields,
  schedulePolicies,
  type ScheduleDefinition,
  type SchedulePolicies,
} from '@headrace/contracts';

import { showDuration } from './duration.ts';
import type { Flag } from './flag.ts';
import { toFlagName } from './to-flag-name.ts';

const durations: ReadonlySet<string> = new Set(['catchUp', 'jitter']);
const named = { ...schedulePolicies, paused: scheduleFields.paused, note: scheduleFields.note };

type PolicyFields = Partial<SchedulePolicies> & Pick<ScheduleDefinition, 'paused' | 'note'>;

/** The flags of how a schedule acts. */
export const policyFlags: readonly Flag[] = Object.entries(named).map(([name, field]) => {
  const flag: Flag = { name: toFlagName(name), field };
  if (!durations.has(name)) return flag;
  const description = field.description.replace(', in ms', '');
  const shownDefault = showDuration(Number(field.default));
  return { ...flag, duration: true, field: { ...field, description }, shownDefault };
});

/** The same for a schedule that is there. */
export const changeFlags: readonly Flag[] = policyFlags.map((flag) => {
  return flag.field.default === undefined ? flag : { ...flag, shownDefault: 'as it is' };
});

/** What values of `readFlags` say of how a schedule acts. */
export function toPolicies(values: Readonly<Record<string, unknown>>): PolicyFields {
  const given = Object.keys(named).flatMap((name) =>
    toFlagName(name) in values ? [[name, values[toFlagName(name)]]] : [],
  );
  return Object.fromEntries(given) as PolicyFields;
}
