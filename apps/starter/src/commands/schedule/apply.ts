import { readFile } from 'node:fs/promises';

import type { ScheduleDefinition } from '@headrace/contracts';
import { Option, type Command } from 'commander';

import type { Confirm, CommandContext } from '../../context.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { formatApplied, formatPlan } from '../../output/schedules/schedule-plan.ts';
import { clean, toJson } from '../../output/text.ts';
import { applyPlan } from '../../schedules-file/plan-schedules.ts';
import type { SchedulePlan } from '../../schedules-file/plan-schedules.ts';
import { SchedulesDiffer, SchedulesRefused } from '../../schedules-file/schedules-errors.ts';

interface ApplyFlags {
  readonly prune?: boolean;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly json?: boolean;
}

export function addScheduleApply(schedule: Command, context: CommandContext): void {
  schedule
    .command('apply')
    .description('Applies a schedules file: shows the changes, asks, and makes them')
    .argument('<file>', 'YAML or JSON')
    .option('--prune', 'remove schedules that are not in the file')
    .option('--yes', 'do not ask')
    .option('--dry-run', 'show what would change, and change nothing')
    .addOption(
      new Option('--check', 'the same, with exit code 1 where anything would change').conflicts([
        'yes',
        'dryRun',
      ]),
    )
    .option('--json', 'print one JSON document')
    .action((file: string, flags: ApplyFlags) => apply(context, file, flags));
}

async function apply(context: CommandContext, file: string, flags: ApplyFlags): Promise<void> {
  const { terminal, connect } = context;
  const { prune, check, json } = flags;
  const show = json ? terminal.say : terminal.print;
  const wanted = await read(context, file);
  const confirm = toConfirm(context, flags);
  const { schedules, temporal } = await connect();
  terminal.say(`the schedules of ${temporal}`);
  const { planSchedules, readHeld } = await import('../../schedules-file/plan-schedules.ts');
  const plan = planSchedules(wanted, { held: await readHeld(schedules, wanted), prune });
  show(formatPlan(plan));
  if (check && plan.changes.length > 0) throw new SchedulesDiffer(file, plan);
  const isAgreed = await agree(plan, flags, confirm);
  if (isAgreed) await applyPlan(schedules, plan, (change) => show(formatApplied(change)));
  else if (confirm && plan.changes.length > 0) terminal.say('nothing was applied');
  if (json) terminal.print(toJson({ plan, applied: isAgreed ? plan.changes.map(({ name }) => name) : [] }));
}

async function read(
  { terminal, pipelines }: CommandContext,
  file: string,
): Promise<readonly ScheduleDefinition[]> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new UsageError(`${file} cannot be read: ${error.message}`);
  });
  const { readSchedules } = await import('../../schedules-file/read-schedules.ts');
  const { schedules, problems } = readSchedules(text, pipelines);
  if (schedules) return schedules;
  for (const { line, column, path, message } of problems) {
    terminal.say(`${file}:${line}:${column}: ${clean(path === '' ? message : `${path}: ${message}`)}`);
  }
  throw new SchedulesRefused(file, problems);
}

/** Asks; `undefined` where nothing is asked. */
function toConfirm({ confirm }: CommandContext, { yes, dryRun, check }: ApplyFlags): Confirm | undefined {
  if (yes || dryRun || check) return undefined;
  if (confirm) return confirm;
  throw new UsageError('there is no terminal to ask at; --yes applies without asking');
}

async function agree(
  { changes }: SchedulePlan,
  { dryRun, check }: ApplyFlags,
  confirm: Confirm | undefined,
): Promise<boolean> {
  if (dryRun || check || changes.length === 0) return false;
  return confirm === undefined || confirm('Apply?');
}

export function addScheduleSchema(schedule: Command, { terminal, pipelines }: CommandContext): void {
  schedule
    .command('schema')
    .description('Prints the JSON Schema of a schedules file, for editors and other tools')
    .action(async () => {
      const { createSchedulesSchema } = await import('../../schedules-file/schema.ts');
      terminal.print(toJson(createSchedulesSchema(pipelines)));
    });
}
