import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { findContract } from '../flags/find-contract.ts';
import { addRunArgument } from '../flags/run-argument.ts';
import { toJson } from '../output/json.ts';
import { showResult } from '../output/result.ts';
import { followRun } from './follow-run.ts';

export function addWatch(program: Command, context: CommandContext): void {
  addRunArgument(program.command('watch'))
    .description('Shows a run’s progress until it ends, then its result')
    .option('--json', 'print one JSON document')
    .action(async (runId: string, { json }: { json?: boolean }) => {
      const { terminal, pipelines, connect } = context;
      const headrace = await connect();
      const { pipeline } = await headrace.status(runId);
      const result = await followRun(context, { headrace, runId });
      if (json) terminal.print(toJson({ runId, pipeline, result }));
      else terminal.print(showResult(findContract(pipelines, pipeline), result, terminal));
    });
}
