import type { Command } from 'commander';

import type { Confirm } from '../confirm.ts';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors/usage-error.ts';
import { addScheduleArgument } from '../flags/schedule-argument.ts';
import { toJson } from '../output/json.ts';
import { showPlan } from '../output/schedule.ts';

export function addScheduleDelete(schedule: Command, context: CommandContext): void {
  addScheduleArgument(schedule.command('delete'))
    .description('Takes a schedule away; its runs and what they landed stay')
    .option('--yes', 'do not ask')
    .option('--json', 'print one JSON document')
    .action(async (name: string, { yes, json }: { yes?: boolean; json?: boolean }) => {
      const { terminal, connect } = context;
      const confirm = yes ? undefined : toConfirm(context);
      const { schedules } = await connect();
      const { definition } = await schedules.describe(name);
      const agreed = confirm === undefined || (await confirm(`Delete schedule ${showPlan(definition)}?`));
      if (agreed) await schedules.delete(name);
      if (json) terminal.print(toJson({ schedule: name, deleted: agreed }));
      else terminal.print(`schedule ${name} ${agreed ? 'is deleted' : 'stays'}`);
    });
}

function toConfirm({ confirm }: CommandContext): Confirm {
  if (confirm) return confirm;
  throw new UsageError('there is no terminal to ask at; --yes deletes without asking');
}
