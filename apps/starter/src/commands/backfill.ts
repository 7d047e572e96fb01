import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { addBackfillCancel } from './backfill-cancel.ts';
import { addBackfillCreate } from './backfill-create.ts';
import { addBackfillList } from './backfill-list.ts';
import { addBackfillRetry } from './backfill-retry.ts';
import { addBackfillStatus } from './backfill-status.ts';
import { addBackfillPause, addBackfillResume } from './backfill-steer.ts';
import { addBackfillWatch } from './backfill-watch.ts';

export function addBackfill(program: Command, context: CommandContext): void {
  const command = program
    .command('backfill')
    .description('Runs a pipeline over past intervals, each once, a few at a time');
  for (const add of [
    addBackfillCreate,
    addBackfillWatch,
    addBackfillStatus,
    addBackfillList,
    addBackfillPause,
    addBackfillResume,
    addBackfillCancel,
    addBackfillRetry,
  ]) {
    add(command, context);
  }
}
