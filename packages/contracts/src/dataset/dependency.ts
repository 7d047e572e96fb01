import type { FieldOptions } from '../input/field.ts';
import type { InputProblem, InputSchema } from '../input/input-schema.ts';
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
  /** The fate of a run that has waited in vain. `use-latest` fails without any version. */
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

/** A dataset that a run waits for. */
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

export interface DependencyCheck extends FieldOptions {
  readonly after: readonly Dependency[];
  /** The run's; `null` where there is to be none. Not given, nothing is said about it. */
  readonly interval?: Interval | null | undefined;
  /** Every pipeline there is. */
  readonly pipelines: readonly AnyPipelineContract[];
  /** Needs beside those of the contracts. */
  readonly needs?: readonly DatasetNeed[];
}

export interface CheckedDependencies {
  readonly problems: readonly InputProblem[];
  /** Waits in ms; absent where one of them is misshapen. */
  readonly dependencies?: readonly Dependency[];
}

/** Checks the datasets that a run waits for. Names every problem, with a valid form. */
export function checkDependencies(pipeline: string, check: DependencyCheck): CheckedDependencies {
  const { after, durations = false } = check;
  if (!Array.isArray(after)) return { problems: [toProblem(['after'], 'is not a list of dependencies')] };
  const parsed = after.map((dependency) => validateInput(dependencyFields, dependency, { durations }));
  const misshapen = parsed.flatMap(({ problems = [] }, index) =>
    problems.map(({ field, message, choice }) => ({
      ...toProblem(['after', index, field], message),
      ...(choice && { choice }),
    })),
  );
  const refused = new Set(misshapen.map(({ path }) => path.join()));
  const problems = after.flatMap((dependency, index) => [
    ...(refused.has(`after,${index},dataset`) || refused.has(`after,${index},input`)
      ? []
      : checkDataset(pipeline, { dependency, index, after }, check)),
    ...(misshapen.length > 0 ? [] : checkNeedsInterval(dependency, check.interval)),
  ]);
  if (misshapen.length > 0) return { problems: [...misshapen, ...problems] };
  return { problems, dependencies: parsed.map(({ input }) => input as unknown as Dependency) };
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

/** The fields of a dependency; checked like any input. */
export const dependencyFields: InputSchema<Dependency> = {
  dataset: { type: 'string', minLength: 1, description: 'the dataset to wait for' },
  interval: {
    type: 'string',
    enum: ['same', 'latest'],
    description: "the version of the run's own interval, or the newest",
  },
  within: {
    type: 'integer',
    unit: 'ms',
    minimum: 0,
    maximum: limits.dependencyWait,
    description: "how long to wait from the run's start",
  },
  otherwise: {
    type: 'string',
    enum: ['fail', 'skip', 'use-latest'],
    description: 'what becomes of a run that has waited in vain',
  },
};

interface PlacedDependency {
  readonly dependency: Dependency;
  readonly index: number;
  readonly after: readonly Dependency[];
}

function checkDataset(
  pipeline: string,
  { dependency, index, after }: PlacedDependency,
  { pipelines, needs }: DependencyCheck,
): InputProblem[] {
  const { dataset } = dependency;
  const path = ['after', index, 'dataset'];
  if (after.findIndex((other) => other?.dataset === dataset) < index) {
    return [toProblem(path, `${dataset} is named twice; name a dataset once`)];
  }
  const datasets = [...new Set(pipelines.map((one) => one.dataset.name))];
  if (!datasets.includes(dataset)) {
    const message = `there is no dataset ${preview(dataset)}; there are ${datasets.join(', ')}`;
    return [{ ...toProblem(path, message), choice: { given: dataset, known: datasets } }];
  }
  const cycle = findCycle({ pipeline, dataset }, { pipelines, ...(needs && { needs }) });
  return cycle === undefined ? [] : [toProblem(path, `${cycle}: a cycle that nobody can begin`)];
}

function checkNeedsInterval(
  { dataset, interval }: Dependency,
  own: DependencyCheck['interval'],
): InputProblem[] {
  if (interval !== 'same' || own !== null) return [];
  const message = `missing; ${dataset} is needed of the same interval, so give one, or wait for the latest`;
  return [toProblem(['interval'], message)];
}

function toNeeds({ name, after = [] }: AnyPipelineContract): DatasetNeed[] {
  return after.map(({ dataset }) => ({ pipeline: name, dataset }));
}

interface PlacedProblem extends InputProblem {
  readonly path: readonly (string | number)[];
}

/** In a message of its own, a dependency's field stands behind `after`. */
function toProblem(path: PlacedProblem['path'], message: string): PlacedProblem {
  const field = path[0] === 'after' ? 'after' : String(path.at(-1));
  return { field, message: `${field}: ${message}`, path };
}
