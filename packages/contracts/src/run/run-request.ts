import type { Dependency } from '../dataset/dependency.ts';
import type { InputField, InputSchema, StringField } from '../input/input-schema.ts';
import { limits } from '../limits.ts';
import type { AnyPipelineContract } from '../pipeline/pipeline.ts';
import type { Interval } from '../schedule/interval.ts';
import { scheduleName } from '../schedule/schedule-name.ts';
import type { QuarantineReason } from '../errors.ts';
import type { RunOverrides } from './overrides.ts';
import type { CarriedRun } from './run.ts';

/** The one argument of every pipeline's workflow: what a caller asks, and what the run hands on to itself. */
export interface RunRequest<Input> {
  /** Fields not given take the contract's defaults. */
  readonly input?: Partial<Input>;
  readonly overrides?: RunOverrides;
  /** Start over under a run id that was used before, instead of going on from what it kept. */
  readonly again?: boolean;
  /** The stretch of time that the run works on; none for a run of no schedule. */
  readonly interval?: Interval;
  /** The schedule, subscription or backfill that the run is of. */
  readonly schedule?: string;
  /** The datasets to wait for, in place of the contract's. */
  readonly after?: readonly Dependency[];
  /** List only what is past the last published watermark; for pipelines whose contract has one. */
  readonly incremental?: boolean;
  /** Land the keys that another run has in quarantine, instead of those that the source lists. */
  readonly replay?: ReplayRequest;
  /** The state that a run hands on when it continues as new; not for callers. */
  readonly carried?: CarriedRun;
}

/** A request with its types erased, for code that serves every pipeline. */
export type AnyRunRequest = RunRequest<Readonly<Record<string, unknown>>>;

/** Which quarantined items to land again; those landed are cleared from the quarantine of their run. */
export interface ReplayRequest {
  /** The run that has the quarantine. */
  readonly run: string;
  readonly reason?: QuarantineReason;
  readonly key?: string;
}

export type RunOptionName = Exclude<keyof RunRequest<unknown>, 'carried'>;

/** The options that a schedule or a subscription gives to each of its runs. */
type ScheduledOption = 'input' | 'after' | 'incremental' | 'overrides';

/** The options by who asks: a caller for one run, a backfill or a schedule for each of its runs. */
interface AskedOptions {
  readonly run: RunOptionName;
  readonly backfill: ScheduledOption | 'again';
  readonly schedule: ScheduledOption;
  /** A replay has all else of the run that it replays. */
  readonly replay: 'again' | 'overrides';
}

export type Asker = keyof AskedOptions;

/** The options that an asker may give. */
export type OptionsOf<By extends Asker> = Pick<AnyRunRequest, AskedOptions[By]>;

/** The options that say what is landed: another value under the same run id is refused. */
export type IdentifyingOption = 'input' | 'interval' | 'after' | 'incremental' | 'replay';

/** One thing that a caller may say of a run. */
export interface RunOption<Name extends RunOptionName = RunOptionName> {
  readonly askers: { readonly [By in Asker]: Name extends AskedOptions[By] ? true : false };
  readonly identifies: Name extends IdentifyingOption ? true : false;
  readonly description: string;
  /** The field of a plain value; other values have a parser in `parse-run-request.ts`. */
  readonly field?: OptionField;
  /** A part that the pipeline's contract must have. */
  readonly needs?: keyof AnyPipelineContract;
}

type WithoutDescription<Field> = Field extends unknown ? Omit<Field, 'description' | 'optional'> : never;
type OptionField = WithoutDescription<InputField>;

const optional = true;
const oneRun = { run: true, backfill: false, schedule: false, replay: false } as const;
const scheduledRun = { run: true, backfill: true, schedule: true, replay: false } as const;

/**
 * Every option of a run, once, in the order of the help. Flags, the schedules file and its schema, schedules, backfills,
 * subscriptions, the workflow's check and what identifies a run follow from it.
 */
export const runOptions: { readonly [Name in RunOptionName]: RunOption<Name> } = {
  input: {
    askers: scheduledRun,
    identifies: true,
    description: "the pipeline's input; fields left out take its defaults",
  },
  again: {
    askers: { ...scheduledRun, schedule: false, replay: true },
    identifies: false,
    description: 'start over under an id that was used before',
    field: { type: 'boolean', default: false },
  },
  interval: {
    askers: oneRun,
    identifies: true,
    description: 'the stretch of time that the run works on',
  },
  schedule: {
    askers: oneRun,
    identifies: false,
    description:
      "the schedule that the run is of; with an interval, the run id is that of the schedule's run",
    field: scheduleName,
  },
  after: {
    askers: scheduledRun,
    identifies: true,
    description: 'what each run waits for, in place of what the contract says',
  },
  incremental: {
    askers: scheduledRun,
    identifies: true,
    description: 'list only what is new since the last run that published',
    field: { type: 'boolean', default: false },
    needs: 'watermark',
  },
  overrides: {
    askers: { ...scheduledRun, replay: true },
    identifies: false,
    description: 'what the runs do otherwise than the contract says',
  },
  replay: {
    askers: oneRun,
    identifies: true,
    description: "land another run's quarantine, instead of what the source lists",
  },
};

/** An option with its types erased. */
export interface AnyRunOption {
  readonly name: RunOptionName;
  readonly askers: Readonly<Record<Asker, boolean>>;
  readonly identifies: boolean;
  readonly description: string;
  readonly field?: InputField & { readonly optional: true };
  readonly needs?: keyof AnyPipelineContract;
}

/** Lists the options that an asker may give. */
export function listRunOptions(asker: Asker = 'run'): readonly AnyRunOption[] {
  return allOptions.filter(({ askers }) => askers[asker]);
}

const allOptions: readonly AnyRunOption[] = (Object.keys(runOptions) as RunOptionName[]).map((name) => {
  const { field, ...option }: RunOption = runOptions[name];
  if (field === undefined) return { name, ...option };
  return {
    name,
    ...option,
    field: { ...field, optional, description: option.description } as InputField & { optional: true },
  };
});

/** Picks an asker's options that are given and differ from their default. */
export function pickRunOptions<By extends Asker>(asker: By, given: Partial<AnyRunRequest>): OptionsOf<By> {
  const picked = listRunOptions(asker)
    .filter(({ name, field }) => {
      const value = given[name] ?? undefined;
      return value !== undefined && value !== field?.default;
    })
    .map(({ name }) => [name, given[name]]);
  return Object.fromEntries(picked) as OptionsOf<By>;
}

interface SplitOptions {
  readonly options: Readonly<Record<string, unknown>>;
  readonly others: Readonly<Record<string, unknown>>;
}

/** The options that an asker gives, as they are given, and all else beside them. */
export function splitRunOptions(asker: Asker, given: object): SplitOptions {
  const names: ReadonlySet<string> = new Set(listRunOptions(asker).map(({ name }) => name));
  const entries = Object.entries(given);
  return {
    options: Object.fromEntries(entries.filter(([name]) => names.has(name))),
    others: Object.fromEntries(entries.filter(([name]) => !names.has(name))),
  };
}

/** The field of a run id; Temporal's own limits are wider. */
export const runIdField: StringField = {
  type: 'string',
  format: 'id',
  minLength: 1,
  maxLength: limits.runIdCharacters,
  description: 'names the run',
};

/** How a run is started, beside its request. */
export interface StartFields {
  /** Made of the pipeline's name and the time by default. */
  readonly id?: string;
  /** Bound of one execution in the chain of continue-as-new, ms; none by default. */
  readonly runTimeout?: number;
  /** Bound of the whole run, ms; none by default. */
  readonly executionTimeout?: number;
}

const timeout = { type: 'integer', unit: 'ms', minimum: 1_000, optional } as const;

/** The fields of a start; checked like any input. */
export const startFields: InputSchema<StartFields> = {
  id: {
    ...runIdField,
    optional,
    description: 'the run id; a run that has it is joined, or goes on where it failed',
  },
  runTimeout: { ...timeout, description: 'bound of one execution' },
  executionTimeout: { ...timeout, description: 'bound of the whole run' },
};
