import {
  activityOverrides,
  batchOverrides,
  limits,
  replayRequest,
  validateInput,
  type AnyInputSchema,
  type AnyPipelineContract,
  type InputProblem,
} from '@headrace/contracts';

import { InvalidInput } from './errors/invalid-input.ts';
import type { AnyStartOptions } from './start-run.ts';

const quarantine: AnyInputSchema = {
  quarantineLimit: {
    type: 'number',
    minimum: 0,
    maximum: 1,
    optional: true,
    description: 'share of the items',
  },
};
const timeouts: AnyInputSchema = {
  runTimeout: { type: 'integer', minimum: 1_000, optional: true, description: 'ms' },
  executionTimeout: { type: 'integer', minimum: 1_000, optional: true, description: 'ms' },
};

/** Checks all that a caller gives. Throws `InvalidInput` with every problem. */
export function checkRequest(contract: AnyPipelineContract, options: AnyStartOptions): void {
  const { batch = {}, activity = {}, ...ofRun } = options.overrides ?? {};
  const { runTimeout, executionTimeout } = options;
  const problems = [
    ...check(contract.input, options.input ?? {}),
    ...check(batchOverrides, batch),
    ...check(activityOverrides, activity),
    ...check(quarantine, ofRun),
    ...check(timeouts, { runTimeout, executionTimeout }),
    ...checkRunId(options.id),
    ...checkReplay(options),
  ];
  if (problems.length > 0) throw new InvalidInput(contract.name, problems);
}

function check(schema: AnyInputSchema, given: unknown): readonly InputProblem[] {
  return validateInput(schema, given).problems ?? [];
}

function checkRunId(id: string | undefined): readonly InputProblem[] {
  if (id === undefined) return [];
  const fits = id.length > 0 && id.length <= limits.runIdCharacters && /^[\p{L}\p{N}\p{P}\p{S}]+$/u.test(id);
  if (fits) return [];
  const allowed = `1 to ${limits.runIdCharacters} visible characters without spaces`;
  return [{ field: 'id', message: `id: ${JSON.stringify(id.slice(0, 80))} is not ${allowed}` }];
}

function checkReplay({ replay, id }: AnyStartOptions): readonly InputProblem[] {
  if (replay === undefined) return [];
  if (replay.run !== id) return check(replayRequest, replay);
  return [{ field: 'id', message: `id: run ${id} cannot replay itself; give another id` }];
}
