import type { InputProblem } from '../input/input-schema.ts';
import { validateInput } from '../input/validate-input.ts';
import { limits } from '../limits.ts';
import type { AnyPipelineContract } from '../pipeline/pipeline.ts';
import type { Interval } from '../schedule/interval.ts';
import { preview } from '../values/text.ts';

/** A dataset that a run needs before it begins. */
export interface Dependency {
  /** The dataset's name. */
  readonly dataset: string;
  /**
   * - `same`: the version whose interval holds the start of the run's own
   * - `latest`: any version; the newest is taken
   */
  readonly interval: 'same' | 'latest';
  /** How long to wait for it from the run's start, ms, at most `limits.dependencyWait`. */
  readonly within: number;
  /** What becomes of a run that has waited in vain. `use-latest` fails where there is no version at all. */
  readonly otherwise: 'fail' | 'skip' | 'use-latest';
}

/** A version that a run reads. */
export interface DatasetUse {
  readonly dataset: string;
  readonly version: number;
  readonly pipeline: string;
  /** The run that published it. */
  readonly run: string;
  readonly interval: Interval | null;
}

/** What a run waits for. */
export interface Waiting {
  readonly dataset: string;
  readonly interval: Dependency['interval'];
  /** When it gives up, ISO 8601. */
  readonly until: string;
}

/** That a pipeline needs a dataset, whoever says so: its contract, a schedule or a subscription. */
export interface DatasetNeed {
  readonly pipeline: string;
  readonly dataset: string;
}

export interface DependencyCheck {
  readonly after: readonly Dependency[];
  /** The run's; `null` where there is to be none. Not given, nothing is said about it. */
  readonly interval?: Interval | null | undefined;
  /** Every pipeline there is. */
  readonly pipelines: readonly AnyPipelineContract[];
  /** Needs beside those of the contracts. */
  readonly needs?: readonly DatasetNeed[];
}

/** What is wrong with what a run of a pipeline is to wait for: every problem, with what would be valid. */
export function checkDependencies(pipeline: string, check: DependencyCheck): readonly InputProblem[] {
  const { after } = check;
  if (!Array.isArray(after)) return [toProblem('after', 'is not a list of dependencies')];
  const misshapen = after.flatMap(checkFields);
  if (misshapen.length > 0) return misshapen;
  return after.flatMap((dependency, index) => [
    ...(after.findIndex(({ dataset }) => dataset === dependency.dataset) < index
      ? [toProblem('after', `${dependency.dataset} is named twice; name a dataset once`)]
      : []),
    ...checkDataset(pipeline, dependency, check),
    ...checkInterval(dependency, check.interval),
  ]);
}

/** The path by which a pipeline that needs a dataset comes to need itself, in words; `undefined` where it does not. */
export function findCycle(
  { pipeline, dataset }: DatasetNeed,
  { pipelines, needs = [] }: Pick<DependencyCheck, 'pipelines' | 'needs'>,
): string | undefined {
  const all = [...pipelines.flatMap(toNeeds), ...needs];
  const seen = new Set<string>();

  function walk(needed: string): string | undefined {
    if (seen.has(needed)) return undefined;
    seen.add(needed);
    for (const { name } of pipelines.filter((one) => one.dataset.name === needed)) {
      if (name === pipeline) return `${needed}, which ${name} lands`;
      for (const next of all.filter((need) => need.pipeline === name)) {
        const rest = walk(next.dataset);
        if (rest !== undefined) return `${needed}, which ${name} lands, which needs ${rest}`;
      }
    }
    return undefined;
  }

  const path = walk(dataset);
  return path && `${pipeline} needs ${path}`;
}

const dependencyFields = {
  dataset: { type: 'string', minLength: 1, description: 'the dataset to wait for' },
  interval: { type: 'string', enum: ['same', 'latest'], description: 'which version' },
  within: {
    type: 'integer',
    minimum: 0,
    maximum: limits.dependencyWait,
    description: 'how long to wait, in ms',
  },
  otherwise: {
    type: 'string',
    enum: ['fail', 'skip', 'use-latest'],
    description: 'what becomes of a run that has waited in vain',
  },
} as const;

function checkFields(dependency: Dependency): InputProblem[] {
  const problems = validateInput(dependencyFields, dependency).problems ?? [];
  return problems.map(({ message }) => toProblem('after', message));
}

function checkDataset(
  pipeline: string,
  { dataset }: Dependency,
  { pipelines, needs }: DependencyCheck,
): InputProblem[] {
  const datasets = [...new Set(pipelines.map((one) => one.dataset.name))];
  if (!datasets.includes(dataset)) {
    const given = preview(dataset);
    return [toProblem('after', `there is no dataset ${given}; there are ${datasets.join(', ')}`)];
  }
  const cycle = findCycle({ pipeline, dataset }, { pipelines, ...(needs && { needs }) });
  return cycle === undefined ? [] : [toProblem('after', `${cycle}: a cycle that nobody can begin`)];
}

function checkInterval({ dataset, interval }: Dependency, own: DependencyCheck['interval']): InputProblem[] {
  if (interval !== 'same' || own !== null) return [];
  const message = `missing; ${dataset} is needed of the same interval, so give one, or wait for the latest`;
  return [toProblem('interval', message)];
}

function toNeeds({ name, after = [] }: AnyPipelineContract): DatasetNeed[] {
  return after.map(({ dataset }) => ({ pipeline: name, dataset }));
}

function toProblem(field: 'after' | 'interval', message: string): InputProblem {
  return { field, message: `${field}: ${message}` };
}
