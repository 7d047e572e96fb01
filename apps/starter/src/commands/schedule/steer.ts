import type { Command } from 'commander';

import type { CommandContext, Confirm } from '../../context.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { addScheduleArgument } from '../../flags/arguments.ts';
import { formatState, formatPlan } from '../../output/schedules/schedule.ts';
import { toJson } from '../../output/text.ts';

export function addSchedulePause(schedule: Command, { terminal, connect }: CommandContext): void {
  addScheduleArgument(schedule.command('pause'))
    .description('Pauses a schedule; runs under way go on')
    .option('--note <text>', 'why')
    .option('--json', 'print one JSON document')
    .action(async (name: string, { note, json }: { note?: string; json?: boolean }) => {
      const headrace = await connect();
      const paused = await headrace.schedules.pause(name, note);
      terminal.print(json ? toJson(paused) : formatState(paused));
    });
}

export function addScheduleUnpause(schedule: Command, { terminal, connect }: CommandContext): void {
  addScheduleArgument(schedule.command('unpause'))
    .description('Resumes a paused schedule, from now on')
    .option('--note <text>', 'a word in place of its note')
    .option('--json', 'print one JSON document')
    .action(async (name: string, { note, json }: { note?: string; json?: boolean }) => {
      const headrace = await connect();
      const unpaused = await headrace.schedules.unpause(name, note);
      terminal.print(json ? toJson(unpaused) : formatState(unpaused));
    });
}

export function addScheduleDelete(schedule: Command, context: CommandContext): void {
  addScheduleArgument(schedule.command('delete'))
    .description('Deletes a schedule; its runs and their rows stay')
    .option('--yes', 'do not ask')
    .option('--json', 'print one JSON document')
    .action(async (name: string, { yes, json }: { yes?: boolean; json?: boolean }) => {
      const { terminal, connect } = context;
      const confirm = yes ? undefined : toConfirm(context);
      const { schedules } = await connect();
      const { definition } = await schedules.describe(name);
      const agreed = confirm === undefined || (await confirm(`Delete schedule ${formatPlan(definition)}?`));
      if (agreed) await schedules.delete(name);
      if (json) terminal.print(toJson({ schedule: name, deleted: agreed }));
      else terminal.print(`schedule ${name} ${agreed ? 'is deleted' : 'stays'}`);
    });
}

function toConfirm({ confirm }: CommandContext): Confirm {
  if (confirm) return confirm;
  throw new UsageError('there is no terminal to ask at; --yes deletes without asking');
}
