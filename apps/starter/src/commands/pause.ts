import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { addRunArgument } from '../flags/run-argument.ts';
import { printSteering } from '../output/steering.ts';

export function addPause(program: Command, { terminal, connect }: CommandContext): void {
  addRunArgument(program.command('pause'))
    .description('Dispatches no further batch of a run; those in flight go on to their end')
    .option('--json', 'print one JSON document')
    .action(async (runId: string, { json }: { json?: boolean }) => {
      const headrace = await connect();
      printSteering(terminal, { runId, steering: await headrace.pause(runId), json });
    });
}
