import {
  parseRunRequest,
  pickRunOptions,
  startFields,
  validateInput,
  type AnyPipelineContract,
  type AnyRunRequest,
  type InputOf,
  type InputProblem,
  type OptionsOf,
  type StartFields,
} from '@headrace/contracts';

import { InvalidInput } from '../errors/headrace-error.ts';

export type GivenInput<Contract> = [InputOf<Contract>] extends [never]
  ? Readonly<Record<string, unknown>>
  : Partial<InputOf<Contract>>;

/** The options of a start; with a schedule and its interval, a completed run is found, not repeated. */
export interface StartOptions<Contract> extends Omit<OptionsOf<'run'>, 'input'>, StartFields {
  /** Fields not given take the contract's defaults. */
  readonly input?: GivenInput<Contract>;
}

export type AnyStartOptions = StartOptions<AnyPipelineContract>;

/** A checked start: the request as the workflow takes it, and how it is started. */
export interface CheckedStart {
  readonly request: AnyRunRequest;
  readonly start: StartFields;
}

/** Checks all that a caller gives. Throws `InvalidInput` with every problem. */
export function checkStart(
  pipelines: readonly AnyPipelineContract[],
  contract: AnyPipelineContract,
  options: AnyStartOptions,
): CheckedStart {
  const { start, asked } = splitStart(options);
  const parsed = parseRunRequest(contract, asked, { pipelines });
  const problems = [
    ...(parsed.problems ?? []),
    ...(validateInput(startFields, start).problems ?? []),
    ...findConflicts(options),
  ];
  if (problems.length > 0 || parsed.request === undefined) throw new InvalidInput(contract.name, problems);
  return { request: pickRunOptions('run', parsed.request), start };
}

function splitStart(options: AnyStartOptions): { readonly start: StartFields; readonly asked: object } {
  const entries = Object.entries(options);
  return {
    start: Object.fromEntries(entries.filter(isStartField)),
    asked: Object.fromEntries(entries.filter((entry) => !isStartField(entry))),
  };
}

function isStartField([name]: readonly [string, unknown]): boolean {
  return Object.hasOwn(startFields, name);
}

function findConflicts({ id, interval, schedule, replay }: AnyStartOptions): InputProblem[] {
  const problems: InputProblem[] = [];
  if (schedule !== undefined && interval === undefined) {
    const message = `schedule: ${schedule} is given without an interval; give the one that the run is of`;
    problems.push({ field: 'interval', message });
  }
  if (replay !== undefined && replay.run === id) {
    problems.push({ field: 'id', message: `id: run ${id} cannot replay itself; give another id` });
  }
  return problems;
}
