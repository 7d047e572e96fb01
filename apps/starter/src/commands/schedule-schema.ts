import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { toJson } from '../output/json.ts';

export function addScheduleSchema(schedule: Command, { terminal, pipelines }: CommandContext): void {
  schedule
    .command('schema')
    .description('Prints the JSON Schema of a schedules file, for editors and other tools')
    .action(async () => {
      const { createSchedulesSchema } = await import('../schedules-file/create-schema.ts');
      terminal.print(toJson(createSchedulesSchema(pipelines)));
    });
}
