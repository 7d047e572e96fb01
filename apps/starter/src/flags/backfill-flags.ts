import type { Grain } from '@headrace/calendar';
import type { BackfillOptions } from '@headrace/client';
import {
  backfillFields,
  durationExample,
  parseDuration,
  type AnyPipelineContract,
  type InputField,
} from '@headrace/contracts';
import type { OptionValues } from 'commander';

import { UsageError } from '../errors/usage-error.ts';
import { readFlags, readRequest, type Flag } from './flag.ts';
import { inputFlags, runFlags, type RunFlag } from './run-flags.ts';

const { name, schedule, parallel, newestFirst } = backfillFields;
const time = 'such as 2026-01-31, or 2026-01-31T06:00 by the zone’s clocks';
const units = ['hour', 'day', 'week', 'month'] as const;

/** The flags of a backfill itself. */
export const backfillFlags: readonly Flag[] = [
  {
    name: '--from',
    field: { type: 'string', description: `the first interval starts here or later, ${time}` },
  },
  { name: '--to', field: { type: 'string', description: 'the last interval starts before this' } },
  {
    name: '--every',
    field: {
      type: 'string',
      description: `how long the intervals are: ${units.join(', ')}, or a length such as 10h`,
    },
    shownDefault: 'as the schedule that --schedule names',
  },
  {
    name: '--zone',
    field: { type: 'string', default: 'UTC', description: 'where days begin: Europe/Berlin' },
  },
  {
    name: '--schedule',
    field: schedule,
    shownDefault: 'hourly, daily, weekly, monthly or every-10h',
  },
  { name: '--parallel', field: parallel },
  { name: '--newest-first', field: newestFirst },
  { name: '--name', field: name, shownDefault: 'made of the pipeline, the schedule part and the range' },
];

const own: ReadonlySet<string> = new Set(backfillFlags.map((flag) => flag.name));

/** The flags of a backfill's runs; the backfill's own have their names. */
export function backfilledRunFlags(contract: AnyPipelineContract): RunFlag[] {
  return runFlags({ asker: 'backfill', contract }).flatMap((flag) => {
    if (own.has(flag.name)) return [];
    return flag.name === '--again' ? [{ ...flag, field: againField }] : [flag];
  });
}

const againField: InputField = { type: 'boolean', description: 'run finished intervals once more' };

/** The flags of the pipeline's fields; one whose name is the backfill's is called `--input-from`. */
export function backfilledInputFlags(contract: AnyPipelineContract): RunFlag[] {
  return inputFlags(contract).map((flag) => ({ ...flag, name: toFreeName(flag) }));
}

function toFreeName({ name: taken }: Flag): string {
  return own.has(taken) ? taken.replace(/^--/, '--input-') : taken;
}

/** `every` is absent where the schedule is to say it. */
export type GivenBackfill = Omit<BackfillOptions<AnyPipelineContract>, 'every'> & { readonly every?: Grain };

/** Reads the command line of a backfill. Throws `UsageError` with every problem. */
export function readBackfillFlags(contract: AnyPipelineContract, given: OptionValues): GivenBackfill {
  const ofRuns = [...backfilledInputFlags(contract), ...backfilledRunFlags(contract)];
  const values: BackfillValues = readFlags([...backfillFlags, ...ofRuns], given);
  const { '--from': from, '--to': to, '--every': every, '--schedule': part } = values;
  const missing = Object.entries({ '--from': from, '--to': to, '--every': every ?? part })
    .filter(([, value]) => value === undefined)
    .map(([flag]) => flag);
  if (from === undefined || to === undefined || missing.length > 0) {
    throw new UsageError(`missing ${missing.join(' and ')}`);
  }
  return {
    input: {},
    ...readRequest(ofRuns, given),
    from,
    to,
    ...(every !== undefined && { every: toGrain(every) }),
    ...toOwn(values),
  };
}

interface BackfillValues {
  readonly '--from'?: string;
  readonly '--to'?: string;
  readonly '--every'?: string;
  readonly '--zone'?: string;
  readonly '--schedule'?: string;
  readonly '--parallel'?: number;
  readonly '--newest-first'?: boolean;
  readonly '--name'?: string;
}

function toGrain(text: string): Grain {
  const grain = units.find((unit) => unit === text) ?? parseDuration(text);
  if (grain !== undefined) return grain;
  throw new UsageError(
    `--every: ${JSON.stringify(text)} is neither ${units.join(', ')} nor a length such as ${durationExample}`,
  );
}

type Own = Pick<GivenBackfill, 'zone' | 'schedule' | 'parallel' | 'newestFirst' | 'name'>;

function toOwn(values: BackfillValues): Own {
  const { '--zone': zone, '--schedule': part, '--parallel': atOnce, '--name': named } = values;
  return {
    ...(zone !== undefined && { zone }),
    ...(part !== undefined && { schedule: part }),
    ...(atOnce !== undefined && { parallel: atOnce }),
    ...(values['--newest-first'] && { newestFirst: true }),
    ...(named !== undefined && { name: named }),
  };
}
