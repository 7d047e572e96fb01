import type { Command } from 'commander';

import type { CommandContext } from '../../context.ts';
import { addQuarantineDiscard, addQuarantineReplay } from './replay.ts';
import { addQuarantineList, addQuarantineShow } from './list.ts';

export function addQuarantine(program: Command, context: CommandContext): void {
  const command = program
    .command('quarantine')
    .description('Works with what runs could not land: looks at it, lands it again, or discards it');
  for (const add of [addQuarantineList, addQuarantineShow, addQuarantineReplay, addQuarantineDiscard]) {
    add(command, context);
  }
}
