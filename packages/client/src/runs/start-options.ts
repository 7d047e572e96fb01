import {
  activityOverrides,
  batchOverrides,
  checkDependencies,
  checkInterval,
  checkIncremental,
  replayRequest,
  runIdField,
  scheduleName,
  validateInput,
  type AnyPipelineContract,
  type Dependency,
  type InputOf,
  type Interval,
  type ReplayRequest,
  type RunOverrides,
  type AnyInputSchema,
  type InputProblem,
} from '@headrace/contracts';

import { InvalidInput } from '../errors/headrace-error.ts';
import type { Settings } from '../temporal/settings.ts';

type GivenInput<Contract> = [InputOf<Contract>] extends [never]
  ? Readonly<Record<string, unknown>>
  : Partial<InputOf<Contract>>;

export interface StartOptions<Contract> {
  /** Fields not given take the contract's defaults. */
  readonly input?: GivenInput<Contract>;
  /** The run's id; where it is not given, that of the schedule's interval, or made of the pipeline's name and the time. */
  readonly id?: string;
  /** Start over under an id that was used before; refused while that run is running. */
  readonly again?: boolean;
  readonly overrides?: RunOverrides;
  /** The stretch of time that the run works on. */
  readonly interval?: Interval;
  /** The schedule, or backfill, that the run is of; with it, a completed run of the interval is found, not repeated. */
  readonly schedule?: string;
  /** What the run waits for before it begins, in place of what the contract says. */
  readonly after?: readonly Dependency[];
  /** List only what is past the last published watermark; for pipelines whose contract has one. */
  readonly incremental?: boolean;
  /** Land what another run has in quarantine, with that run's input, instead of what the source lists. */
  readonly replay?: ReplayRequest;
  /** Bound of one execution in the chain of continue-as-new, ms; none by default. */
  readonly runTimeout?: number;
  /** Bound of the whole run, ms; none by default. */
  readonly executionTimeout?: number;
}

export type AnyStartOptions = StartOptions<AnyPipelineContract>;

const quarantine: AnyInputSchema = {
  quarantineLimit: {
    type: 'number',
    minimum: 0,
    maximum: 1,
    optional: true,
    description: 'share of the items',
  },
};
const timeouts: AnyInputSchema = {
  runTimeout: { type: 'integer', minimum: 1_000, optional: true, description: 'ms' },
  executionTimeout: { type: 'integer', minimum: 1_000, optional: true, description: 'ms' },
};

/** Checks all that a caller gives. Throws `InvalidInput` with every problem. */
export function checkRequest(contract: AnyPipelineContract, options: AnyStartOptions): void {
  const problems = findProblems(contract, options);
  if (problems.length > 0) throw new InvalidInput(contract.name, problems);
}

/** Checks what a run is to wait for. Throws `InvalidInput` with every problem. */
export function checkAfter(
  { pipelines }: Pick<Settings, 'pipelines'>,
  contract: AnyPipelineContract,
  { after = contract.after ?? [], interval, replay }: AnyStartOptions,
): void {
  // A replay reads what the run read that it replays.
  if (replay) return;
  const problems = checkDependencies(contract.name, { after, interval: interval ?? null, pipelines });
  if (problems.length > 0) throw new InvalidInput(contract.name, problems);
}

/** All that is wrong with what a caller gives. */
export function findProblems(contract: AnyPipelineContract, options: AnyStartOptions): InputProblem[] {
  const { batch = {}, activity = {}, ...ofRun } = options.overrides ?? {};
  const { runTimeout, executionTimeout } = options;
  return [
    ...check(contract.input, options.input ?? {}),
    ...check(batchOverrides, batch),
    ...check(activityOverrides, activity),
    ...check(quarantine, ofRun),
    ...check(timeouts, { runTimeout, executionTimeout }),
    ...checkRunId(options.id),
    ...checkIntervalOf(options),
    ...checkIncremental(contract, options),
    ...checkReplay(options),
  ];
}

function check(schema: AnyInputSchema, given: unknown): readonly InputProblem[] {
  return validateInput(schema, given).problems ?? [];
}

function checkRunId(id: string | undefined): readonly InputProblem[] {
  return id === undefined ? [] : check({ id: runIdField }, { id });
}

function checkIntervalOf({ interval, schedule }: AnyStartOptions): readonly InputProblem[] {
  const problems = schedule === undefined ? [] : check({ schedule: scheduleName }, { schedule });
  if (interval !== undefined) return [...checkInterval(interval), ...problems];
  if (schedule === undefined) return [];
  const message = `schedule: ${schedule} is given without an interval; give the one that the run is of`;
  return [...problems, { field: 'interval', message }];
}

function checkReplay({ replay, id }: AnyStartOptions): readonly InputProblem[] {
  if (replay === undefined) return [];
  if (replay.run !== id) return check(replayRequest, replay);
  return [{ field: 'id', message: `id: run ${id} cannot replay itself; give another id` }];
}
