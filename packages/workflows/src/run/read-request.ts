import {
  activityOverrides,
  batchOverrides,
  checkDependencies,
  checkIncremental,
  checkInterval,
  defined,
  limits,
  normaliseInterval,
  pipelines,
  preview,
  replayRequest,
  scheduleName,
  terminalErrors,
  validateInput,
  type ActivityOverrides,
  type AnyInputSchema,
  type AnyPipelineContract,
  type BatchLimits,
  type CarriedRun,
  type Dependency,
  type InputProblem,
  type InputSchema,
  type Interval,
  type ReplayRequest,
  type RunOverrides,
  type RunRequest,
} from '@headrace/contracts';
import { ApplicationFailure, patched } from '@temporalio/workflow';

/** A request with every default filled in. */
export interface CheckedRequest {
  readonly input: Readonly<Record<string, unknown>>;
  readonly batch: BatchLimits;
  readonly activity: ActivityOverrides;
  readonly quarantineLimit: number;
  readonly again: boolean;
  readonly incremental: boolean;
  readonly interval: Interval | undefined;
  readonly schedule: string | undefined;
  /** What the run waits for. */
  readonly after: readonly Dependency[];
  readonly replay: ReplayRequest | undefined;
  readonly carried: CarriedRun | undefined;
}

const shares: InputSchema<{ quarantineLimit: number }> = {
  quarantineLimit: { type: 'number', minimum: 0, maximum: 1, description: 'share of the items' },
};

const flagFields: AnyInputSchema = {
  again: { type: 'boolean', optional: true, description: 'start over under an id that was used before' },
  incremental: { type: 'boolean', optional: true, description: 'list only what is past the last watermark' },
};

/** Checks what any client may have sent. Throws a terminal `InvalidInput` that names every wrong field. */
export function readRequest(
  contract: AnyPipelineContract,
  request: RunRequest<unknown> | undefined,
): CheckedRequest {
  assertKnownFields(contract, request);
  const overrides: RunOverrides = request?.overrides ?? {};
  return {
    input: check<Readonly<Record<string, unknown>>>(contract, contract.input, request?.input ?? {}),
    batch: {
      ...contract.batch,
      ...check<Partial<BatchLimits>>(contract, batchOverrides, overrides.batch ?? {}),
    },
    activity: check<ActivityOverrides>(contract, activityOverrides, overrides.activity ?? {}),
    ...check<{ quarantineLimit: number }>(contract, shares, {
      // What a replay fails to land did no worse than before.
      quarantineLimit: overrides.quarantineLimit ?? (request?.replay ? 1 : contract.quarantineLimit),
    }),
    again: request?.again === true,
    incremental: readIncremental(contract, request),
    ...readInterval(contract, request),
    after: checkAfter(contract, request),
    replay: request?.replay && check<ReplayRequest>(contract, replayRequest, request.replay),
    carried: request?.carried,
  };
}

/** What was begun when nobody looked goes on, also in its next execution. */
function assertKnownFields(contract: AnyPipelineContract, request: RunRequest<unknown> | undefined): void {
  const problems = findFieldProblems(request);
  if (problems.length > 0 && !request?.carried && patched('known-fields')) refuse(contract, problems);
}

function check<Checked>(contract: AnyPipelineContract, schema: AnyInputSchema, given: unknown): Checked {
  const { input, problems } = validateInput(schema, given);
  return problems === undefined ? (input as Checked) : refuse(contract, problems);
}

function readIncremental(contract: AnyPipelineContract, request: RunRequest<unknown> | undefined): boolean {
  const incremental = request?.incremental === true;
  const problems = checkIncremental(contract, { incremental, input: request?.input });
  return problems.length === 0 ? incremental : refuse(contract, problems);
}

/** What names the run's interval reaches the store, and the datasets that other runs wait for. */
function readInterval(
  contract: AnyPipelineContract,
  request: RunRequest<unknown> | undefined,
): Pick<CheckedRequest, 'interval' | 'schedule'> {
  const interval = request?.interval ?? undefined;
  const schedule = request?.schedule;
  const problems = [
    ...(interval === undefined ? [] : checkInterval(interval)),
    ...(validateInput({ schedule: { ...scheduleName, optional: true } }, { schedule }).problems ?? []),
  ];
  if (problems.length > 0) refuse(contract, problems);
  return { interval: interval && normaliseInterval(interval), schedule };
}

function checkAfter(
  contract: AnyPipelineContract,
  request: RunRequest<unknown> | undefined,
): readonly Dependency[] {
  // A replay reads what the run read that it replays.
  const after = request?.replay ? [] : (request?.after ?? contract.after ?? []);
  const interval = request?.interval ?? null;
  const problems = checkDependencies(contract.name, { after, interval, pipelines });
  return problems.length === 0 ? after : refuse(contract, problems);
}

function refuse(contract: AnyPipelineContract, problems: readonly InputProblem[]): never {
  const message = `${contract.name} refused its input: ${problems.map((problem) => problem.message).join('; ')}`;
  throw ApplicationFailure.create({
    type: terminalErrors.invalidInput,
    nonRetryable: true,
    message: message.slice(0, limits.failureBytes),
    details: [problems.slice(0, 10)],
  });
}

/** Every field that a caller may give; `carried` is the run's own. */
const requestFields: Readonly<Record<keyof RunRequest<unknown>, true>> = {
  input: true,
  overrides: true,
  again: true,
  interval: true,
  schedule: true,
  incremental: true,
  after: true,
  replay: true,
  carried: true,
};
const overrideFields: Readonly<Record<keyof RunOverrides, true>> = {
  batch: true,
  activity: true,
  quarantineLimit: true,
};

/** Finds fields that mean nothing or are of another type: each would be a default in silence. */
export function findFieldProblems(request: unknown): InputProblem[] {
  const { overrides, again, incremental } = (request ?? {}) as RunRequest<unknown>;
  return [
    ...(validateInput(flagFields, defined({ again, incremental })).problems ?? []),
    ...findUnknown('request', requestFields, request),
    ...findUnknown('overrides', overrideFields, overrides),
  ];
}

function findUnknown(name: string, fields: Readonly<Record<string, true>>, given: unknown): InputProblem[] {
  if (given === undefined || given === null) return [];
  if (typeof given !== 'object' || Array.isArray(given))
    return [{ field: name, message: `${name}: ${preview(given)} is not an object` }];
  const known = Object.keys(fields).filter((field) => field !== 'carried');
  return Object.keys(given)
    .filter((field) => !Object.hasOwn(fields, field))
    .map((field) => ({
      field,
      message: `${field}: no such field of the ${name}; there are ${known.join(', ')}`,
    }));
}
