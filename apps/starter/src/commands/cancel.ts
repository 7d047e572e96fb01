import type { RunSummary } from '@headrace/contracts';
import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { addRunArgument } from '../flags/run-argument.ts';
import { toJson } from '../output/json.ts';
import { toSummaryLines } from '../output/summary.ts';
import { showProgress } from './follow-run.ts';

export function addCancel(program: Command, context: CommandContext): void {
  const { terminal, connect, interrupt } = context;
  addRunArgument(program.command('cancel'))
    .description('Stops a run; the chunks in flight commit, and what it has landed stays')
    .option('--no-wait', 'do not wait until it has stopped')
    .option('--json', 'print one JSON document')
    .action(async (runId: string, { json, wait }: { json?: boolean; wait: boolean }) => {
      const headrace = await connect();
      const asked = await headrace.cancel(runId);
      if (!asked.requested) terminal.say(`run ${runId} had ended before: ${asked.state}`);
      if (asked.requested) interrupt.follow(runId, 'stopping run');
      if (asked.requested && wait) await showProgress(context, { headrace, runId });
      const { state, summary } = await headrace.status(runId);
      if (json) terminal.print(toJson({ runId, requested: asked.requested, state, summary }));
      else terminal.print(describeEnd(runId, { state, summary, wait }));
    });
}

function describeEnd(
  runId: string,
  { state, summary, wait }: { state: string; summary: RunSummary | null; wait: boolean },
): string {
  if (summary) return `${state}: ${toSummaryLines(summary)}`;
  return wait ? `run ${runId}: ${state}` : `run ${runId} was asked to stop: ${state}`;
}
