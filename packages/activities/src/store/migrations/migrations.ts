import type { Migration } from 'kysely/migration';

import { controlTables } from './0001-control-tables.ts';
import { replays } from './0002-replays.ts';
import { hostBudgets } from './0003-host-budgets.ts';
import { runFence } from './0004-run-fence.ts';
import { intervalsAndWatermarks } from './0005-intervals-and-watermarks.ts';
import { skippedRuns } from './0006-skipped-runs.ts';
import { prunes } from './0007-prunes.ts';
import { planRequests } from './0008-plan-requests.ts';

/** In order of their names. One that was released is never changed; the next one gets the next number. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-control-tables': controlTables,
  '0002-replays': replays,
  '0003-host-budgets': hostBudgets,
  '0004-run-fence': runFence,
  '0005-intervals-and-watermarks': intervalsAndWatermarks,
  '0006-skipped-runs': skippedRuns,
  '0007-prunes': prunes,
  '0008-plan-requests': planRequests,
};
