import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { addQuarantineDiscard } from './quarantine-discard.ts';
import { addQuarantineList } from './quarantine-list.ts';
import { addQuarantineReplay } from './quarantine-replay.ts';
import { addQuarantineShow } from './quarantine-show.ts';

export function addQuarantine(program: Command, context: CommandContext): void {
  const command = program
    .command('quarantine')
    .description('Works with what runs could not land: looks at it, lands it again, or discards it');
  for (const add of [addQuarantineList, addQuarantineShow, addQuarantineReplay, addQuarantineDiscard]) {
    add(command, context);
  }
}
