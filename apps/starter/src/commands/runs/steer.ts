import { tunings, type RunSummary, type Tuning } from '@headrace/contracts';
import type { Command, OptionValues } from 'commander';

import type { CommandContext } from '../../context.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { addRunArgument } from '../../flags/arguments.ts';
import { addFlags, readFlags, toFlagName, type Flag } from '../../flags/flag.ts';
import { toSummaryLines } from '../../output/runs/result.ts';
import { printSteering } from '../../output/runs/status.ts';
import { toJson } from '../../output/text.ts';
import { reportProgress } from './follow-run.ts';

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
      if (asked.requested && wait) await reportProgress(context, { headrace, runId });
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

export function addPause(program: Command, { terminal, connect }: CommandContext): void {
  addRunArgument(program.command('pause'))
    .description('Pauses a run: no further batch starts, and batches in flight finish')
    .option('--json', 'print one JSON document')
    .action(async (runId: string, { json }: { json?: boolean }) => {
      const headrace = await connect();
      printSteering(terminal, { runId, steering: await headrace.pause(runId), json });
    });
}

export function addResume(program: Command, { terminal, connect }: CommandContext): void {
  addRunArgument(program.command('resume'))
    .description('Resumes a paused run')
    .option('--json', 'print one JSON document')
    .action(async (runId: string, { json }: { json?: boolean }) => {
      const headrace = await connect();
      printSteering(terminal, { runId, steering: await headrace.resume(runId), json });
    });
}

const flags: readonly Flag[] = Object.entries(tunings).map(([name, field]) => ({
  name: toFlagName(name),
  field,
}));

export function addTune(program: Command, { terminal, connect }: CommandContext): void {
  const command = addRunArgument(program.command('tune')).description(
    'Changes how many batches and requests a run has in flight, from the next batch on',
  );
  addFlags(command, flags)
    .option('--json', 'print one JSON document')
    .action(async (runId: string, given: OptionValues) => {
      const tuning = readTuning(given);
      const headrace = await connect();
      const steering = await headrace.tune(runId, tuning);
      printSteering(terminal, { runId, steering, json: given['json'] === true });
    });
}

function readTuning(given: OptionValues): Tuning {
  const values = readFlags(flags, given);
  const tuning = Object.keys(tunings).flatMap((name) =>
    toFlagName(name) in values ? [[name, values[toFlagName(name)]]] : [],
  );
  if (tuning.length > 0) return Object.fromEntries(tuning) as Tuning;
  throw new UsageError(`nothing to tune was given; give ${flags.map(({ name }) => name).join(' or ')}`);
}
