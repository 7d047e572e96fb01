import type { Command } from 'commander';

import type { CommandContext } from '../../context.ts';
import { addQuarantineDiscard, addQuarantineReplay } from './replay.ts';
import { addQuarantineList, addQuarantineShow } from './list.ts';

export function addQuarantine(program: Command, context: CommandContext): void {
  const command = program
    .command('quarantine')
    .description('Lists, replays or discards the items that runs could not land');
  for (const add of [addQuarantineList, addQuarantineShow, addQuarantineReplay, addQuarantineDiscard]) {
    add(command, context);
  }
}
