import { checkDependencies, type DatasetNeed, type Dependency } from '../dataset/dependency.ts';
import type { FieldOptions } from '../input/field.ts';
import type { AnyInputSchema, InputProblem } from '../input/input-schema.ts';
import { validateInput } from '../input/validate-input.ts';
import { replayRequest } from '../operations/quarantine.ts';
import type { AnyPipelineContract } from '../pipeline/pipeline.ts';
import { checkInterval, normaliseInterval, type Interval } from '../schedule/interval.ts';
import { isFields } from '../values/fields.ts';
import { preview } from '../values/text.ts';
import { activityOverrides, batchOverrides, outcomeOverrides } from './overrides.ts';
import {
  listRunOptions,
  type AnyRunOption,
  type AnyRunRequest,
  type Asker,
  type RunOptionName,
} from './run-request.ts';

export interface ParseOptions extends FieldOptions {
  /** Default `run`. */
  readonly asker?: Asker;
  /** Every pipeline there is. */
  readonly pipelines: readonly AnyPipelineContract[];
  /** Needs of datasets beside those of the contracts. */
  readonly needs?: readonly DatasetNeed[];
}

export type ParsedRunRequest =
  | { readonly request: AnyRunRequest; readonly problems?: undefined }
  | { readonly problems: readonly InputProblem[]; readonly request?: undefined };

/**
 * Checks what anyone asks of a run of a pipeline, and gives it in the terms of the contracts: times in ms, instants in
 * UTC. Names every problem, with its path in what was given.
 */
export function parseRunRequest(
  contract: AnyPipelineContract,
  given: unknown,
  options: ParseOptions,
): ParsedRunRequest {
  if (given === undefined || given === null) return parseRunRequest(contract, {}, options);
  if (!isFields(given)) return { problems: [toProblem(['request'], `${preview(given)} is not an object`)] };
  const { asker = 'run' } = options;
  const known = listRunOptions(asker);
  const problems = findUnknownOptions(
    given,
    known.map(({ name }) => name),
  );
  const request: Record<string, unknown> = {};
  for (const option of known) {
    const value = given[option.name] ?? undefined;
    const parsed = parseOption(option, value, { ...options, asker, contract, request: given });
    problems.push(...parsed.problems.map((problem) => within([], problem)));
    if (value !== undefined) request[option.name] = parsed.value;
  }
  return problems.length > 0 ? { problems } : { request };
}

/** Fields that are no options: each would be a default in silence. */
function findUnknownOptions(given: object, known: readonly string[]): InputProblem[] {
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const message = `no such field of the request; there are ${known.join(', ')}`;
      return { ...toProblem([name], message), choice: { given: name, known } };
    });
}

interface OptionContext extends ParseOptions {
  readonly asker: Asker;
  readonly contract: AnyPipelineContract;
  /** The whole request, including the option. */
  readonly request: Readonly<Record<string, unknown>>;
}

interface Parsed {
  readonly value?: unknown;
  readonly problems: readonly InputProblem[];
}

type Parser = (value: unknown, context: OptionContext) => Parsed;

function parseOption(option: AnyRunOption, value: unknown, context: OptionContext): Parsed {
  const { name, field, needs } = option;
  if (value !== undefined && value !== field?.default && needs && context.contract[needs] === undefined) {
    const message = `${context.contract.name} has no ${needs} to go on from; leave it out`;
    return { problems: [toProblem([name], message)] };
  }
  const parse = parsers[name];
  if (field === undefined || value === undefined) return parse?.(value, context) ?? { problems: [] };
  const { input, problems = [] } = validateInput({ [name]: field }, { [name]: value }, context);
  const further = parse?.(value, context).problems ?? [];
  return { value: input?.[name], problems: [...problems, ...further] };
}

/**
 * Parsers for values that are not plain fields. Also called with `undefined`, for an option that is not
 * given.
 */
const parsers: Partial<Readonly<Record<RunOptionName, Parser>>> = {
  input: parseInput,
  overrides: parseOverrides,
  interval: parseInterval,
  after: parseAfter,
  incremental: checkIncremental,
  replay: parseReplay,
};

/** Only what was given: defaults are filled in when the run begins. */
function parseInput(value: unknown, { contract, durations = false }: OptionContext): Parsed {
  const { input, problems } = validateInput(contract.input, value ?? {}, { durations });
  if (problems) return { problems: problems.map((problem) => within(['input'], problem)) };
  const given = Object.keys(value ?? {}).filter((name) => input[name] !== undefined);
  return { value: Object.fromEntries(given.map((name) => [name, input[name]])), problems: [] };
}

const groups: Readonly<Record<string, AnyInputSchema>> = {
  batch: batchOverrides,
  activity: activityOverrides,
};
const overrideNames = [...Object.keys(groups), 'quarantineLimit'];

function parseOverrides(value: unknown, { durations = false }: OptionContext): Parsed {
  if (value === undefined) return { problems: [] };
  if (!isFields(value)) {
    return { problems: [toProblem(['overrides'], `${preview(value)} is not an object`)] };
  }
  const unknown = Object.keys(value)
    .filter((name) => !overrideNames.includes(name))
    .map((name) => {
      const message = `no such field of the overrides; there are ${overrideNames.join(', ')}`;
      return within(['overrides'], {
        ...toProblem([name], message),
        choice: { given: name, known: overrideNames },
      });
    });
  const { quarantineLimit, ...parts } = value;
  const outcome = validateInput(outcomeOverrides, { quarantineLimit });
  const parsed = Object.entries(groups).flatMap(([name, group]) => {
    const part = parts[name] ?? undefined;
    return part === undefined ? [] : [{ name, ...parseGroup(name, { group, part, durations }) }];
  });
  return {
    value: { ...Object.fromEntries(parsed.map((part) => [part.name, part.value])), ...outcome.input },
    problems: [
      ...unknown,
      ...parsed.flatMap(({ problems }) => problems),
      ...(outcome.problems ?? []).map((problem) => within(['overrides'], problem)),
    ],
  };
}

interface GroupOptions extends FieldOptions {
  readonly group: AnyInputSchema;
  readonly part: unknown;
}

function parseGroup(name: string, { group, part, ...options }: GroupOptions): Parsed {
  if (!isFields(part)) {
    const problem = toProblem([name], `${preview(part)} is not an object`);
    return { problems: [within(['overrides'], problem)] };
  }
  const { input, problems = [] } = validateInput(group, part, options);
  return { value: input, problems: problems.map((problem) => within(['overrides', name], problem)) };
}

function parseInterval(value: unknown): Parsed {
  if (value === undefined) return { problems: [] };
  const problems = checkInterval(value as Interval);
  return problems.length > 0 ? { problems } : { value: normaliseInterval(value as Interval), problems };
}

/** Looks at what the contract waits for, too: of that a run may lack the interval. */
function parseAfter(value: unknown, context: OptionContext): Parsed {
  const { contract, request, asker, durations = false, pipelines, needs = [] } = context;
  // A replay reads the versions that the replayed run read.
  if (request['replay']) return { value, problems: [] };
  if (asker !== 'run' && value === undefined) return { problems: [] };
  const after = (value ?? contract.after ?? []) as readonly Dependency[];
  // Each run of a schedule or a backfill has an interval.
  const interval = asker === 'run' ? ((request['interval'] ?? null) as Interval | null) : undefined;
  const { problems, dependencies } = checkDependencies(contract.name, {
    after,
    interval,
    pipelines,
    needs,
    durations,
  });
  return { value: dependencies, problems };
}

function checkIncremental(value: unknown, { contract, request }: OptionContext): Parsed {
  if (value !== true) return { problems: [] };
  const input = isFields(request['input']) ? request['input'] : {};
  const problems = (contract.watermark?.excludes ?? [])
    .filter((field) => (input[field] ?? undefined) !== undefined)
    .map((field) =>
      within(
        ['input'],
        toProblem([field], 'given with incremental, which goes on to the newest; give one or the other'),
      ),
    );
  return { problems };
}

function parseReplay(value: unknown): Parsed {
  if (value === undefined) return { problems: [] };
  const { input, problems = [] } = validateInput(replayRequest, value);
  return { value: input, problems: problems.map((problem) => within(['replay'], problem)) };
}

function within(above: readonly (string | number)[], problem: InputProblem): InputProblem {
  return { ...problem, path: [...above, ...(problem.path ?? [problem.field])] };
}

function toProblem(path: readonly [...string[], string], message: string): InputProblem {
  const field = String(path.at(-1));
  return { field, message: `${field}: ${message}`, path };
}
