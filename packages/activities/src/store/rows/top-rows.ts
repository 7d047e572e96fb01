import {
  limits,
  terminalErrors,
  toColumnName,
  type AnyPipelineContract,
  type AnyRow,
  type RowPage,
  type TopRowsRequest,
} from '@headrace/contracts';
import { sql, type RawBuilder } from 'kysely';

import { assertKept } from '../runs/assert-run.ts';
import type { StoreContext } from '../tables.ts';
import { fitRow, withLanded, envelopeBytes, toFields } from './read-rows.ts';

/** An order by what the dataset has not. */
class InvalidOrder extends Error {
  override readonly name = 'InvalidOrder';
  readonly type = terminalErrors.invalidInput;
}

/** A row too large for a page has its texts cut. */
export async function topRows(
  { db, schema }: StoreContext,
  contract: AnyPipelineContract,
  { runId, order, limit }: TopRowsRequest,
): Promise<RowPage> {
  const { dataset } = contract;
  const { rows } = await sql<AnyRow>`
    with ${withLanded({ runId })}
    select ${toFields(contract)}
    from landed join ${sql.id(schema, dataset.name)} as item on item._key = landed.key
    order by ${sql.join([...toOrder(contract, order), sql`landed.number`, sql`landed.ordinality`])}
    limit ${limit}`.execute(db);
  await assertKept(db, [runId]);
  return { dataset: dataset.name, runId, rows: fitRows(rows) };
}

function toOrder({ dataset }: AnyPipelineContract, order: TopRowsRequest['order']): RawBuilder<unknown>[] {
  return order.map(({ field, descending = false }) => {
    if (!Object.hasOwn(dataset.columns, field)) {
      const fields = Object.keys(dataset.columns).join(', ');
      throw new InvalidOrder(
        `order: ${dataset.name} has no field ${JSON.stringify(field)}; it has ${fields}`,
      );
    }
    const column = sql`item.${sql.id(toColumnName(field))}`;
    return descending ? sql`${column} desc nulls last` : sql`${column} asc nulls last`;
  });
}

/** As many of the first rows as fit a payload. */
function fitRows(rows: readonly AnyRow[]): AnyRow[] {
  const room = limits.payloadBytes - envelopeBytes;
  let bytes = 0;
  const fitted: AnyRow[] = [];
  for (const row of rows) {
    const fit = fitRow(row, room);
    bytes += fit.bytes;
    if (bytes > room) break;
    fitted.push(fit.row);
  }
  return fitted;
}
