import type { PlanRequest } from '@headrace/contracts';

import type { AnySource } from '../source.ts';

/** The input as the store keeps it: with what the source settles from its process's settings. */
export function settleInput(source: AnySource, input: PlanRequest['input']): PlanRequest['input'] {
  return source.settle === undefined ? input : (source.settle(input) as PlanRequest['input']);
}
