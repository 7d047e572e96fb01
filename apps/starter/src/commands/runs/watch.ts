import type { Command } from 'commander';

import type { CommandContext } from '../../context.ts';
import { findContract, addRunArgument } from '../../flags/arguments.ts';
import { showResult } from '../../output/runs/result.ts';
import { showStatus } from '../../output/runs/status.ts';
import { toJson } from '../../output/text.ts';
import { followRun, awaitRun } from './follow-run.ts';

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
