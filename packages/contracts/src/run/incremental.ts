import type { InputProblem } from '../input/input-schema.ts';
import type { AnyPipelineContract } from '../pipeline/pipeline.ts';

export interface IncrementalRequest {
  readonly incremental?: boolean | undefined;
  /** As it was given. */
  readonly input?: object | undefined;
}

/** What is wrong with asking a pipeline for only what is new; nothing where it was not asked. */
export function checkIncremental(
  { name, watermark }: AnyPipelineContract,
  { incremental, input = {} }: IncrementalRequest,
): readonly InputProblem[] {
  if (!incremental) return [];
  if (watermark === undefined) {
    const message = `incremental: ${name} has no watermark to go on from; leave it out`;
    return [{ field: 'incremental', message }];
  }
  const given = new Map(Object.entries(input));
  return (watermark.excludes ?? [])
    .filter((field) => given.get(field) !== undefined && given.get(field) !== null)
    .map((field) => ({
      field,
      message: `${field}: given with incremental, which goes on to the newest; give one or the other`,
    }));
}
