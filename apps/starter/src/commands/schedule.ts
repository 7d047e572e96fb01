import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { addScheduleApply } from './schedule-apply.ts';
import { addScheduleBackfill } from './schedule-backfill.ts';
import { addScheduleCreate } from './schedule-create.ts';
import { addScheduleDelete } from './schedule-delete.ts';
import { addScheduleDescribe } from './schedule-describe.ts';
import { addScheduleList } from './schedule-list.ts';
import { addScheduleNext } from './schedule-next.ts';
import { addSchedulePause } from './schedule-pause.ts';
import { addScheduleSchema } from './schedule-schema.ts';
import { addScheduleTrigger } from './schedule-trigger.ts';
import { addScheduleUnpause } from './schedule-unpause.ts';
import { addScheduleUpdate } from './schedule-update.ts';

export function addSchedule(program: Command, context: CommandContext): void {
  const command = program
    .command('schedule')
    .description('Runs pipelines at set times, or for every new version of a dataset');
  for (const add of [
    addScheduleCreate,
    addScheduleList,
    addScheduleDescribe,
    addSchedulePause,
    addScheduleUnpause,
    addScheduleTrigger,
    addScheduleUpdate,
    addScheduleDelete,
    addScheduleBackfill,
    addScheduleNext,
    addScheduleApply,
    addScheduleSchema,
  ]) {
    add(command, context);
  }
}
