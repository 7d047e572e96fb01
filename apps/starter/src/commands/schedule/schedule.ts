import type { Command } from 'commander';

import type { CommandContext } from '../../context.ts';
import { addScheduleApply, addScheduleSchema } from './apply.ts';
import { addScheduleCreate } from './create.ts';
import { addScheduleDescribe, addScheduleList } from './list.ts';
import { addScheduleNext } from './next.ts';
import { addScheduleDelete, addSchedulePause, addScheduleUnpause } from './steer.ts';
import { addScheduleBackfill, addScheduleTrigger } from './trigger.ts';
import { addScheduleUpdate } from './update.ts';

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
