import type { Command } from 'commander';

import type { CommandContext } from '../../context.ts';
import { addBackfillCreate } from './create.ts';
import { addBackfillCancel, addBackfillWatch } from './follow.ts';
import { addBackfillList, addBackfillStatus } from './list.ts';
import { addBackfillRetry, addBackfillPause, addBackfillResume } from './steer.ts';

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
