import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { findContract } from '../flags/find-contract.ts';
import { addRunArgument } from '../flags/run-argument.ts';
import { toJson } from '../output/json.ts';
import { showResult } from '../output/result.ts';
import { awaitRun } from './follow-run.ts';

export function addResult(program: Command, context: CommandContext): void {
  const { terminal, pipelines, connect } = context;
  addRunArgument(program.command('result'))
    .description('Prints a run’s result; waits for it where the run is still running')
    .option('--json', 'print one JSON document')
    .action(async (runId: string, { json }: { json?: boolean }) => {
      const headrace = await connect();
      const { pipeline } = await headrace.status(runId);
      const result = await awaitRun(context, { headrace, runId });
      if (json) terminal.print(toJson({ runId, pipeline, result }));
      else terminal.print(showResult(findContract(pipelines, pipeline), result, terminal));
    });
}
