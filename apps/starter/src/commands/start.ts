import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { addPipelineCommand } from '../flags/pipeline-commands.ts';
import { readStartOptions } from '../flags/run-flags.ts';
import { toJson } from '../output/json.ts';
import { showRequest } from '../output/request.ts';
import { sayOutcome } from '../output/outcome.ts';

export function addStart(program: Command, { terminal, pipelines, connect }: CommandContext): void {
  addPipelineCommand(program, pipelines, {
    name: 'start',
    summary: 'Starts a run and prints its id at once',
    action: async (contract, given) => {
      const options = readStartOptions(contract, given);
      if (given['dryRun']) return terminal.print(showRequest(contract, options));
      const headrace = await connect();
      const { runId, outcome, started, kept } = await headrace.start(contract, options);
      sayOutcome(terminal, { runId, outcome, kept });
      terminal.print(given['json'] ? toJson({ runId, pipeline: contract.name, outcome, started }) : runId);
    },
  });
}
