import type { Command } from 'commander';

import type { CommandContext } from '../../context.ts';
import { addPipelineCommand } from '../../flags/pipeline-commands.ts';
import { readStartOptions } from '../../flags/run-flags.ts';
import { formatRequest, sayOutcome } from '../../output/runs/outcome.ts';
import { formatResult } from '../../output/runs/result.ts';
import { madeUp, toJson } from '../../output/text.ts';
import { followRun } from './follow-run.ts';

export function addRun(program: Command, context: CommandContext): void {
  addPipelineCommand(program, context.pipelines, {
    name: 'run',
    summary: 'Starts a run and waits for its result',
    action: async (contract, given) => {
      const { terminal, connect } = context;
      const options = readStartOptions(contract, given);
      const checked = formatRequest(contract, options);
      if (given['dryRun']) return terminal.print(checked);
      const headrace = await connect();
      const { temporal } = headrace;
      const { runId, outcome, kept, mayBePruned } = await headrace.start(contract, options);
      sayOutcome(terminal, { runId, outcome, kept, mayBePruned, temporal });
      const result = await followRun(context, { headrace, runId });
      if (given['json'])
        terminal.print(toJson({ runId, pipeline: contract.name, outcome, temporal, result }));
      else terminal.print(formatResult(contract, result, terminal));
      if (headrace.sample && !given['json']) terminal.say(madeUp);
    },
  });
}

export function addStart(program: Command, { terminal, pipelines, connect }: CommandContext): void {
  addPipelineCommand(program, pipelines, {
    name: 'start',
    summary: 'Starts a run and prints its id at once',
    action: async (contract, given) => {
      const options = readStartOptions(contract, given);
      const checked = formatRequest(contract, options);
      if (given['dryRun']) return terminal.print(checked);
      const headrace = await connect();
      const { temporal } = headrace;
      const { runId, outcome, started, kept, mayBePruned } = await headrace.start(contract, options);
      sayOutcome(terminal, { runId, outcome, kept, mayBePruned, temporal });
      terminal.print(
        given['json'] ? toJson({ runId, pipeline: contract.name, outcome, started, temporal }) : runId,
      );
    },
  });
}
