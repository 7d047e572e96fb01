import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { addRunArgument } from '../flags/run-argument.ts';
import { printSteering } from '../output/steering.ts';

export function addResume(program: Command, { terminal, connect }: CommandContext): void {
  addRunArgument(program.command('resume'))
    .description('Lets a paused run go on')
    .option('--json', 'print one JSON document')
    .action(async (runId: string, { json }: { json?: boolean }) => {
      const headrace = await connect();
      printSteering(terminal, { runId, steering: await headrace.resume(runId), json });
    });
}
