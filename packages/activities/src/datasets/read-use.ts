import { type AnyRow, type DatasetUse, type RowCursor } from '@headrace/contracts';

import { contractOf } from '../pipeline-of.ts';
import type { Store } from '../store/store.ts';

/** What a source over datasets reads them from. */
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
