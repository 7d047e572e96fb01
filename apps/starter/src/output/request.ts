import { validateInput, type AnyPipelineContract } from '@headrace/contracts';
import type { StartOptions } from '@headrace/client';

import { UsageError } from '../errors/usage-error.ts';
import { toJson } from './json.ts';

/** What would be started: the checked input with its defaults, and the rest as it was given. */
export function showRequest(
  contract: AnyPipelineContract,
  options: StartOptions<AnyPipelineContract>,
): string {
  const { input, problems } = validateInput(contract.input, options.input ?? {});
  if (problems) throw new UsageError(problems.map(({ message }) => message).join('; '));
  return toJson({ pipeline: contract.name, ...options, input });
}
