import { checkWhen } from '@headrace/calendar';
import {
  checkDependencies,
  checkIncremental,
  findCycle,
  schedulePolicies,
  validateInput,
  type AnyPipelineContract,
  type DatasetNeed,
  type When,
} from '@headrace/contracts';

import type { ShapeProblem } from './check-shape.ts';
import { whenFields } from './schema.ts';
import { toWhen, type ScheduleEntry } from './entry.ts';

/** What is left of an entry without the fields that the schema refuses. */
export type SoundEntry = Partial<ScheduleEntry>;

export interface CheckEntryOptions {
  readonly pipelines: readonly AnyPipelineContract[];
  /** Those of every schedule of the file. */
  readonly needs: readonly DatasetNeed[];
}

/** What of an entry is not right although the schema has nothing against it; paths are within the entry. */
export function checkEntry(entry: SoundEntry, options: CheckEntryOptions): readonly ShapeProblem[] {
  const contract = options.pipelines.find(({ name }) => name === entry.pipeline);
  return [
    ...checkZone(entry),
    ...checkPolicies(entry),
    ...checkTimes(entry),
    ...(contract ? checkForContract(entry, { ...options, contract }) : []),
  ];
}

/** What an entry needs beside what its pipeline's contract says. */
export function toNeeds({ pipeline, after = [], on }: SoundEntry): DatasetNeed[] {
  if (pipeline === undefined) return [];
  const datasets = [...after.map(({ dataset }) => dataset), ...(on === undefined ? [] : [on])];
  return datasets.map((dataset) => ({ pipeline, dataset }));
}

interface ContractOptions extends CheckEntryOptions {
  readonly contract: AnyPipelineContract;
}

function checkZone({ zone, cron, calendar, every, on }: SoundEntry): ShapeProblem[] {
  const other = (every !== undefined && 'every') || (on !== undefined && 'on');
  if (zone === undefined || cron !== undefined || calendar !== undefined || !other) return [];
  return [{ path: ['zone'], message: `given with ${other}; only cron and calendar have a zone` }];
}

function checkPolicies(entry: SoundEntry): ShapeProblem[] {
  if (entry.on === undefined) return [];
  const given = Object.keys(schedulePolicies).filter((field) => Object.hasOwn(entry, field));
  return given.map((field) => ({ path: [field], message: 'given with on; only what has times has it' }));
}

function checkTimes(entry: SoundEntry): ShapeProblem[] {
  if (whenFields.filter((field) => entry[field] !== undefined).length !== 1) return [];
  const when = readWhen(entry);
  if (when instanceof RangeError) return [toProblem(['calendar'], when.message)];
  // A bad zone must not hide a bad expression, nor the other way round.
  const parts = 'cron' in when ? [{ ...when, zone: 'UTC' }, ...toZoneAlone(entry)] : [when];
  return parts.flatMap((part) => toTimesProblems(entry, checkWhen(part)));
}

function toZoneAlone({ zone }: SoundEntry): When[] {
  return zone === undefined ? [] : [{ cron: '* * * * *', zone }];
}

/** At the field that the message begins with. */
function toTimesProblems({ calendar }: SoundEntry, problem: string | undefined): ShapeProblem[] {
  if (problem === undefined) return [];
  const [, field = 'cron'] = /^(\w+): /.exec(problem) ?? [];
  return [toProblem([field === 'cron' && calendar !== undefined ? 'calendar' : field], problem)];
}

function readWhen(entry: SoundEntry): When | RangeError {
  try {
    return toWhen(entry);
  } catch (error) {
    if (error instanceof RangeError) return error;
    throw error;
  }
}

function checkForContract(entry: SoundEntry, options: ContractOptions): readonly ShapeProblem[] {
  const { input = {}, incremental } = entry;
  const { contract } = options;
  const ofInput = [
    ...(validateInput(contract.input, input).problems ?? []),
    ...checkIncremental(contract, { incremental, input }),
  ];
  return [
    ...ofInput.map(({ field, message }) =>
      toProblem(field === 'incremental' ? [field] : ['input', field], message),
    ),
    ...checkAfter(entry, options),
    ...checkSubscription(entry, options),
  ];
}

function checkAfter({ after = [] }: SoundEntry, { contract, ...options }: ContractOptions): ShapeProblem[] {
  return after.flatMap((dependency, index) => {
    const { dataset } = dependency;
    const path = ['after', index, 'dataset'];
    // The schema has checked how long it waits.
    const problems = checkDependencies(contract.name, { after: [{ ...dependency, within: 0 }], ...options });
    const isTwice = after.findIndex((other) => other.dataset === dataset) < index;
    return [
      ...problems.map(({ message }) => toProblem(path, message)),
      ...(isTwice ? [{ path, message: `${dataset} is named twice; name a dataset once` }] : []),
    ];
  });
}

function checkSubscription({ on }: SoundEntry, { contract, ...options }: ContractOptions): ShapeProblem[] {
  if (on === undefined) return [];
  const cycle = findCycle({ pipeline: contract.name, dataset: on }, options);
  return cycle === undefined ? [] : [{ path: ['on'], message: `${cycle}: a cycle that would never end` }];
}

/** A message of the contracts begins with the field, which the path says already. */
function toProblem(path: ShapeProblem['path'], message: string): ShapeProblem {
  return { path, message: message.replace(/^[\w-]+: /, '') };
}
