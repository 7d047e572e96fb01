import type { AnyPipelineContract } from '@headrace/contracts';

import { nearest } from '../errors/nearest.ts';
import { UsageError } from '../errors/usage-error.ts';

/** The contract of that name. Throws `UsageError` with the nearest name and all there are. */
export function findContract(pipelines: readonly AnyPipelineContract[], name: string): AnyPipelineContract {
  const contract = pipelines.find((pipeline) => pipeline.name === name);
  if (contract) return contract;
  const names = pipelines.map((pipeline) => pipeline.name);
  const near = nearest(name, names);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  throw new UsageError(
    `there is no pipeline ${JSON.stringify(name)}${hint || `; there are ${names.join(', ')}`}`,
  );
}
