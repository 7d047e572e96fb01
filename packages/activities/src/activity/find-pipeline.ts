import { findPipeline, pipelines, terminalErrors, type AnyPipelineContract } from '@headrace/contracts';

import type { AnySource } from '../source/source.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** No pipeline of that name here: neither a retry nor waiting mends it. */
class UnknownPipeline extends Error {
  override readonly name = 'UnknownPipeline';
  readonly type = terminalErrors.unknownPipeline;
}

/** The contract of that name. Throws a terminal `UnknownPipeline`. */
export function contractOf(pipeline: string): AnyPipelineContract {
  const contract = findPipeline(pipeline);
  if (contract) return contract;
  const known = pipelines.map(({ name }) => name).join(', ');
  throw new UnknownPipeline(`There is no pipeline ${JSON.stringify(pipeline)}; this worker has ${known}`);
}

/** The contract and the source of that name. Throws a terminal `UnknownPipeline`. */
export function pipelineOf(
  { sources }: ActivityDependencies,
  pipeline: string,
): { readonly contract: AnyPipelineContract; readonly source: AnySource } {
  const contract = contractOf(pipeline);
  const source = sources.get(pipeline);
  if (source) return { contract, source };
  throw new UnknownPipeline(
    `Pipeline ${pipeline} has no source in this worker; there are ${[...sources.keys()].join(', ')}`,
  );
}
