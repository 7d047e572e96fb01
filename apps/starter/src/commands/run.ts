import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { addPipelineCommand } from '../flags/pipeline-commands.ts';
import { readStartOptions } from '../flags/run-flags.ts';
import { toJson } from '../output/json.ts';
import { showRequest } from '../output/request.ts';
import { sayOutcome } from '../output/outcome.ts';
import { showResult } from '../output/result.ts';
import { followRun } from './follow-run.ts';

export function addRun(program: Command, context: CommandContext): void {
  addPipelineCommand(program, context.pipelines, {
    name: 'run',
    summary: 'Starts a run and waits for its result',
    action: async (contract, given) => {
      const { terminal, connect } = context;
      const options = readStartOptions(contract, given);
      if (given['dryRun']) return terminal.print(showRequest(contract, options));
      const headrace = await connect();
      const { runId, outcome, kept } = await headrace.start(contract, options);
      sayOutcome(terminal, { runId, outcome, kept });
      const result = await followRun(context, { headrace, runId });
      if (given['json']) terminal.print(toJson({ runId, pipeline: contract.name, outcome, result }));
      else terminal.print(showResult(contract, result, terminal));
    },
  });
}
