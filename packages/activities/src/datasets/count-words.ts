import type { CountWordsRequest, DatasetActivities, RowCursor, WordCount } from '@headrace/contracts';
import { Context } from '@temporalio/activity';

import type { ActivityDependencies } from '../dependencies.ts';
import { withFailures } from '../landing/failures.ts';
import { contractOf } from '../pipeline-of.ts';
import { createWordCounter } from './words.ts';

/** Rows of one page; the store cuts it shorter by bytes. */
const pageRows = 5_000;

/** Counts the words of a text field over a run's rows, a page at a time. */
export function createCountWords(dependencies: ActivityDependencies): DatasetActivities['countWords'] {
  return (request) => withFailures(() => countWords(request, dependencies));
}

async function countWords(request: CountWordsRequest, { store }: ActivityDependencies): Promise<WordCount[]> {
  const context = Context.current();
  const contract = contractOf(request.pipeline);
  const counter = createWordCounter();
  let after: RowCursor | undefined;
  do {
    context.cancellationSignal.throwIfAborted();
    context.heartbeat(after);
    const { runId } = request;
    const page = await store.readRows(contract, {
      pipeline: contract.name,
      runId,
      limit: pageRows,
      ...(after && { after }),
    });
    for (const row of page.rows) counter.add(String(row[request.field] ?? ''));
    after = page.next;
  } while (after !== undefined);
  return counter.top(request.limit);
}
