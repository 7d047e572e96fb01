import type { Shard } from '@headrace/contracts';
import type { Selectable } from 'kysely';

import type { ControlTables } from './tables.ts';

export function toShard(row: Selectable<ControlTables['headrace.shard']>): Shard {
  return {
    shard: row.shard,
    firstBatch: row.first_batch,
    batches: row.batches,
    listed: row.listed,
    requests: row.requests,
    more: row.next !== null,
  };
}
