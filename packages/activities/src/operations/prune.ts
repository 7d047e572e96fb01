import {
  pruneFilter,
  pruneRequest,
  terminalErrors,
  validateInput,
  type AnyInputSchema,
  type PruneActivities,
  type PruneFilter,
  type PruneProgress,
  type PruneRequest,
} from '@headrace/contracts';
import { Context } from '@temporalio/activity';

import { withHeartbeats } from '../activity/attempt.ts';
import type { ActivityDependencies } from '../activity/dependencies.ts';
import { withFailures } from '../activity/failures.ts';
import { contractOf } from '../activity/find-pipeline.ts';
import type { Store } from '../store/store.ts';

/** How long one call goes on with further steps, ms: far less than its caller waits. */
const callTime = 5_000;

/** A prune of what is not to be pruned, or of nothing that is known. */
class InvalidPrune extends Error {
  override readonly name = 'InvalidPrune';
  readonly type = terminalErrors.invalidInput;
}

/** Removes the keys of runs that ended long ago; or tells what that would be. */
export function createPrune({ store }: ActivityDependencies): PruneActivities {
  return {
    prune: (request) =>
      withFailures(async () => {
        check(request, pruneRequest);
        return withHeartbeats(() => pruneForAWhile(store, request));
      }),
    previewPrune: (filter) =>
      withFailures(async () => {
        check(filter, pruneFilter);
        return store.previewPrune(filter);
      }),
  };
}

async function pruneForAWhile(store: Store, request: PruneRequest): Promise<PruneProgress> {
  const { cancellationSignal } = Context.current();
  const end = performance.now() + callTime;
  let progress: PruneProgress;
  do {
    cancellationSignal.throwIfAborted();
    progress = await store.prune(request);
  } while (progress.more && performance.now() < end);
  return progress;
}

/** Throws a terminal `InvalidPrune` or `UnknownPipeline`. */
function check(given: PruneFilter, schema: AnyInputSchema): void {
  const { input, problems = [] } = validateInput(schema, given);
  if (input === undefined) throw new InvalidPrune(problems.map(({ message }) => message).join('; '));
  if (given.pipeline !== undefined) contractOf(given.pipeline);
}
