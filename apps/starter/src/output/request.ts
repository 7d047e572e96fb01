import {
  checkDependencies,
  checkIncremental,
  pipelines,
  validateInput,
  type AnyPipelineContract,
} from '@headrace/contracts';
import type { StartOptions } from '@headrace/client';

import { UsageError } from '../errors/usage-error.ts';
import { toJson } from './json.ts';

/** What would be started: the checked input with its defaults, and the rest as it was given. */
export function showRequest(
  contract: AnyPipelineContract,
  options: StartOptions<AnyPipelineContract>,
): string {
  const { input, problems: ofInput = [] } = validateInput(contract.input, options.input ?? {});
  const { after = contract.after ?? [], interval = null } = options;
  const problems = [
    ...ofInput,
    ...checkIncremental(contract, options),
    ...checkDependencies(contract.name, { after, interval, pipelines }),
  ];
  if (problems.length > 0) throw new UsageError(problems.map(({ message }) => message).join('; '));
  return toJson({ pipeline: contract.name, ...options, input });
}
