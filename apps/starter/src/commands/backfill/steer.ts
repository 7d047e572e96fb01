import type { BackfillProgress } from '@headrace/contracts';
import type { Command } from 'commander';

import type { CommandContext } from '../../context.ts';
import { addBackfillArgument } from '../../flags/arguments.ts';
import { countThrough, sayBackfill } from '../../output/backfill.ts';
import { plural, formatCount } from '../../output/numbers.ts';
import { toJson } from '../../output/text.ts';

export function addBackfillPause(backfill: Command, context: CommandContext): void {
  const description = 'Pauses a backfill: no further run starts, and runs in flight finish';
  addSteering(backfill, context, { verb: 'pause', description });
}

export function addBackfillResume(backfill: Command, context: CommandContext): void {
  addSteering(backfill, context, { verb: 'resume', description: 'Resumes a paused backfill' });
}

interface SteeringCommand {
  readonly verb: 'pause' | 'resume';
  readonly description: string;
}

function addSteering(
  backfill: Command,
  { terminal, connect }: CommandContext,
  { verb, description }: SteeringCommand,
): void {
  addBackfillArgument(backfill.command(verb))
    .description(description)
    .option('--json', 'print one JSON document')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const { backfills } = await connect();
      const progress = await backfills[verb](name);
      terminal.print(json ? toJson({ name, progress }) : `backfill ${name}: ${formatSteered(progress)}`);
    });
}

/** `paused, 120 of 2,000 intervals through, 4 running`. */
function formatSteered(progress: BackfillProgress): string {
  const { paused, intervals, running } = progress;
  const through = `${formatCount(countThrough(progress))} of ${plural(intervals, 'interval')} through`;
  return [paused ? 'paused' : 'running', through, `${formatCount(running)} running`].join(', ');
}

export function addBackfillRetry(backfill: Command, { terminal, connect }: CommandContext): void {
  addBackfillArgument(backfill.command('retry'))
    .description('Starts an ended backfill again; finished intervals are skipped')
    .option('--json', 'print one JSON document')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const { backfills, temporal } = await connect();
      const started = await backfills.retry(name);
      sayBackfill(terminal, started, temporal);
      terminal.print(json ? toJson(started) : name);
    });
}
