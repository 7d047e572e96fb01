import type { Dependency } from '../dataset/dependency.ts';
import type { BatchLimits } from '../pipeline/batch-limits.ts';
import type { AnyPipelineContract } from '../pipeline/pipeline.ts';
import { validateInput } from '../input/validate-input.ts';
import type { ActivityOverrides } from './overrides.ts';
import { pickRunOptions, type AnyRunRequest } from './run-request.ts';

/** A run's request, with every default filled in. */
export interface RunSpec extends PlannedOptions {
  readonly batch: BatchLimits;
  readonly activity: ActivityOverrides;
  /** Share of the items, 0 to 1. */
  readonly quarantineLimit: number;
  readonly again: boolean;
  /** The datasets that the run waits for. */
  readonly after: readonly Dependency[];
}

/** The options that decide which keys are listed: the plan gets all of them, and the store keeps some. */
export interface PlannedOptions extends Omit<
  AnyRunRequest,
  'input' | 'overrides' | 'again' | 'after' | 'carried'
> {
  /** Validated, defaults filled in. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** Fills the defaults in. Takes a request that `parseRunRequest` found nothing wrong with. */
export function toRunSpec(contract: AnyPipelineContract, request: AnyRunRequest): RunSpec {
  const {
    overrides = {},
    again = false,
    after = contract.after ?? [],
    ...planned
  } = pickRunOptions('run', request);
  const { input = {}, replay } = planned;
  return {
    ...planned,
    input: validateInput(contract.input, input).input ?? input,
    batch: { ...contract.batch, ...overrides.batch },
    activity: overrides.activity ?? {},
    // However much of a replay fails again, it was no better before.
    quarantineLimit: overrides.quarantineLimit ?? (replay ? 1 : contract.quarantineLimit),
    again,
    // A replay reads the versions that the replayed run read.
    after: replay ? [] : after,
  };
}

/** The part of a spec that its plan is told of. */
export function toPlannedOptions(spec: RunSpec): PlannedOptions {
  const {
    batch: _batch,
    activity: _activity,
    quarantineLimit: _limit,
    again: _again,
    after: _after,
    ...planned
  } = spec;
  return planned;
}
