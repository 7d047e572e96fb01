import type { AnyPipelineContract } from '../pipeline/pipeline.ts';
import { normaliseInterval } from '../schedule/interval.ts';
import { toSortedJson } from '../values/fields.ts';
import { preview } from '../values/text.ts';
import { listRunOptions, type AnyRunRequest, type IdentifyingOption } from './run-request.ts';
import { toRunSpec, type RunSpec } from './run-spec.ts';

/** `null` stands for an option that is not given; of one that is true or false, `false` does. */
type IdentityValue<Value> = undefined extends Value
  ? NonNullable<Value> | (boolean extends Value ? never : null)
  : Value;

/**
 * The identity of a request, with the contract's defaults filled in: two requests of one identity may share
 * a run id. Sizes, limits and retries are no part of the identity.
 */
export type RunIdentity = { readonly [Name in IdentifyingOption]: IdentityValue<RunSpec[Name]> };

/** Takes a request that is valid; an input that is not stays as it is. */
export function toRunIdentity(contract: AnyPipelineContract, request: AnyRunRequest): RunIdentity {
  const { interval } = request;
  const spec = toRunSpec(contract, {
    ...request,
    ...(interval && { interval: normaliseInterval(interval) }),
  });
  const fields = listRunOptions()
    .filter(({ identifies }) => identifies)
    .map(({ name, field }) => [name, spec[name as IdentifyingOption] ?? field?.default ?? null]);
  return Object.fromEntries(fields) as RunIdentity;
}

/** How one request differs from the run that has its id, a sentence a field; nothing where they are the same. */
export function compareRunIdentities(before: RunIdentity, now: RunIdentity): string[] {
  const { input: inputBefore, ...fieldsBefore } = before;
  const { input: inputNow, ...fieldsNow } = now;
  return [...compareInputs(inputBefore, inputNow), ...compareInputs(fieldsBefore, fieldsNow)];
}

/** How two inputs differ, a sentence a field. A field that one of them lacks is one that its contract did not have yet. */
export function compareInputs(before: object, now: object): string[] {
  const later = new Map<string, unknown>(Object.entries(now));
  return Object.entries(before)
    .filter(([name, value]) => later.has(name) && toSortedJson(later.get(name)) !== toSortedJson(value))
    .map(([name, value]) => `${name} was ${preview(value)}, and is ${preview(later.get(name))} here`);
}
