import {
  defined,
  limits,
  listRunOptions,
  parseRunRequest,
  pickRunOptions,
  pipelines,
  terminalErrors,
  toRunSpec,
  type AnyPipelineContract,
  type AnyRunRequest,
  type CarriedRun,
  type InputProblem,
  type ParsedRunRequest,
  type RunRequest,
  type RunSpec,
} from '@headrace/contracts';
import { ApplicationFailure, patched } from '@temporalio/workflow';

/** A run's request, and the state that an earlier execution handed on. */
export interface ReadRequest extends RunSpec {
  readonly carried: CarriedRun | undefined;
}

/** Checks what any client may have sent. Throws a terminal `InvalidInput` that names every wrong field. */
export function readRequest(
  contract: AnyPipelineContract,
  request: RunRequest<unknown> | undefined,
): ReadRequest {
  const { carried, ...asked } = (request ?? {}) as AnyRunRequest;
  const { request: checked, problems } = parse(
    contract,
    typeof request === 'object' ? asked : request,
    carried,
  );
  if (problems) throw refuse(contract, problems);
  return { ...toRunSpec(contract, checked), carried };
}

function parse(
  contract: AnyPipelineContract,
  given: unknown,
  carried: CarriedRun | undefined,
): ParsedRunRequest {
  const parsed = parseRunRequest(contract, given, { pipelines });
  if (parsed.problems === undefined) return parsed;
  const lenient = parseRunRequest(contract, dropUnknown(given), { pipelines });
  // A run that began when nobody looked at unknown fields goes on, also in its next execution.
  const isRefused = lenient.problems !== undefined || (carried === undefined && patched('known-fields'));
  return isRefused ? parsed : lenient;
}

/** The request as it was read before fields that mean nothing, and those of another type, were refused. */
function dropUnknown(given: unknown): AnyRunRequest {
  const request = pickRunOptions('run', (given ?? {}) as AnyRunRequest);
  const untrue = listRunOptions().filter(
    ({ name, field }) => field?.type === 'boolean' && request[name] !== true,
  );
  const dropped = new Set<string>(untrue.map(({ name }) => name));
  const kept = Object.fromEntries(Object.entries(request).filter(([name]) => !dropped.has(name)));
  const { batch, activity, quarantineLimit } = request.overrides ?? {};
  return { ...kept, overrides: defined({ batch, activity, quarantineLimit }) };
}

function refuse(contract: AnyPipelineContract, problems: readonly InputProblem[]): ApplicationFailure {
  const message = `${contract.name} refused its input: ${problems.map((problem) => problem.message).join('; ')}`;
  return ApplicationFailure.create({
    type: terminalErrors.invalidInput,
    nonRetryable: true,
    message: message.slice(0, limits.failureBytes),
    details: [problems.slice(0, 10).map(({ field, message: text }) => ({ field, message: text }))],
  });
}
