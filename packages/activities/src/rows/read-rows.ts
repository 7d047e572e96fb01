import type { DatasetActivities, AnyRow, DatasetUse, RowCursor } from '@headrace/contracts';

import { withHeartbeats } from '../activity/attempt.ts';
import type { ActivityDependencies } from '../activity/dependencies.ts';
import { withFailures } from '../activity/failures.ts';
import { contractOf } from '../activity/find-pipeline.ts';
import type { Store } from '../store/store.ts';

/** Reads a run's rows, a page a call. */
export function createReadRows({ store }: ActivityDependencies): DatasetActivities['readRows'] {
  return (request) => withFailures(async () => store.readRows(contractOf(request.pipeline), request));
}

/** Reads the first of a run's rows in another order than the list's. */
export function createTopRows({ store }: ActivityDependencies): DatasetActivities['topRows'] {
  return (request) =>
    withFailures(async () => {
      const contract = contractOf(request.pipeline);
      return withHeartbeats(() => store.topRows(contract, request));
    });
}

/** The store as a source over datasets reads it. */
export type RowStore = Pick<Store, 'readRows'>;

/** Rows of one page; the store cuts it shorter by bytes. */
const pageRows = 5_000;

/** The rows that a version's run landed, in list order, a page in memory at a time. */
export async function* readUse(
  store: RowStore,
  { pipeline, run: runId }: Pick<DatasetUse, 'pipeline' | 'run'>,
): AsyncGenerator<AnyRow, void> {
  const contract = contractOf(pipeline);
  let after: RowCursor | undefined;
  do {
    const page = await store.readRows(contract, {
      pipeline,
      runId,
      limit: pageRows,
      ...(after && { after }),
    });
    yield* page.rows;
    after = page.next;
  } while (after !== undefined);
}
