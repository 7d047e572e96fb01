import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { addRunArgument } from '../flags/run-argument.ts';
import { toJson } from '../output/json.ts';
import { showStatus } from '../output/status.ts';

export function addStatus(program: Command, { terminal, connect }: CommandContext): void {
  addRunArgument(program.command('status'))
    .description('Says what a run is at, with or without a worker')
    .option('--json', 'print one JSON document')
    .action(async (runId: string, { json }: { json?: boolean }) => {
      const headrace = await connect();
      const status = await headrace.status(runId);
      terminal.print(json ? toJson(status) : showStatus(status));
    });
}
