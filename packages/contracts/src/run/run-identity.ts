import type { Dependency } from '../dataset/dependency.ts';
import { validateInput } from '../input/validate-input.ts';
import type { AnyPipelineContract } from '../pipeline/pipeline.ts';
import { normaliseInterval, type Interval } from '../schedule/interval.ts';
import { preview } from '../values/text.ts';
import type { ReplayRequest, RunRequest } from './run.ts';

/**
 * What a run lands, with the contract's defaults filled in: two requests of one identity may share a run id. How it works,
 * such as sizes, limits and retries, is no part of it.
 */
export interface RunIdentity {
  readonly input: Readonly<Record<string, unknown>>;
  readonly incremental: boolean;
  readonly interval: Interval | null;
  readonly replay: ReplayRequest | null;
  readonly after: readonly Dependency[];
}

/** Takes a request that is valid; an input that is not stays as it is. */
export function toRunIdentity(
  contract: AnyPipelineContract,
  request: RunRequest<Readonly<Record<string, unknown>>>,
): RunIdentity {
  const { input = {}, incremental = false, interval, replay, after = contract.after ?? [] } = request;
  return {
    input: validateInput(contract.input, input).input ?? input,
    incremental,
    interval: interval ? normaliseInterval(interval) : null,
    replay: replay ?? null,
    // A replay reads what the run read that it replays.
    after: replay ? [] : after,
  };
}

/** How one request differs from the run that has its id, a sentence a field; nothing where they are the same. */
export function compareRunIdentities(before: RunIdentity, now: RunIdentity): string[] {
  const { input: inputBefore, ...fieldsBefore } = before;
  const { input: inputNow, ...fieldsNow } = now;
  return [...compareFields(inputBefore, inputNow), ...compareFields(fieldsBefore, fieldsNow)];
}

/** A field that one of them lacks is one that its contract did not have yet. */
function compareFields(before: object, now: object): string[] {
  const later = new Map<string, unknown>(Object.entries(now));
  return Object.entries(before)
    .filter(([name, value]) => later.has(name) && toText(later.get(name)) !== toText(value))
    .map(([name, value]) => `${name} was ${preview(value)}, and is ${preview(later.get(name))} here`);
}

/** JSON in which the order of an object's fields makes no difference. */
function toText(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
