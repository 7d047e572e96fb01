import type { HeadraceClient } from '@headrace/client';
import type { Command } from 'commander';

import type { CommandContext } from '../../context.ts';
import { addBackfillArgument } from '../../flags/arguments.ts';
import { formatBackfillSummary, countThrough, toBackfillLine } from '../../output/backfill.ts';
import { createLineReporter } from '../../output/terminal.ts';
import { createRateMeter } from '../../output/progress.ts';
import { toJson } from '../../output/text.ts';

export function addBackfillWatch(backfill: Command, context: CommandContext): void {
  const { terminal, connect, interrupt } = context;
  addBackfillArgument(backfill.command('watch'))
    .description('Shows a backfill’s progress until it ends; exit code 1 where intervals failed')
    .option('--json', 'print one JSON document')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const headrace = await connect();
      interrupt.follow(name, 'backfill');
      await formatBackfillProgress(context, { headrace, name });
      const summary = await headrace.backfills.result(name, { signal: interrupt.signal });
      terminal.print(json ? toJson({ name, summary }) : formatBackfillSummary(summary));
    });
}

export function addBackfillCancel(backfill: Command, context: CommandContext): void {
  const { terminal, connect } = context;
  addBackfillArgument(backfill.command('cancel'))
    .description(
      'Stops a backfill: starts no further run and cancels those in flight, which keep what they landed',
    )
    .option('--no-wait', 'do not wait until it has stopped')
    .option('--json', 'print one JSON document')
    .action(async (name: string, { json, wait }: { json?: boolean; wait: boolean }) => {
      const headrace = await connect();
      const { requested, state: before } = await headrace.backfills.cancel(name);
      if (!requested) terminal.say(`backfill ${name} had ended before: ${before}`);
      if (requested && wait) await formatBackfillProgress(context, { headrace, name });
      const { state, summary } = await headrace.backfills.status(name);
      const end = summary ? `${state}: ${formatBackfillSummary(summary)}` : `backfill ${name}: ${state}`;
      terminal.print(json ? toJson({ name, requested, state, summary }) : end);
    });
}

interface FollowedBackfill {
  readonly headrace: HeadraceClient;
  readonly name: string;
}

/** Shows a backfill's progress until it ends, however it ends. */
async function formatBackfillProgress(
  { terminal, interrupt }: CommandContext,
  { headrace, name }: FollowedBackfill,
): Promise<void> {
  const reporter = createLineReporter(terminal, now);
  let meter = createRateMeter();
  for await (const status of headrace.backfills.watch(name, { signal: interrupt.signal })) {
    const { progress, connected, state, stopping } = status;
    // The rate before a pause says nothing of the time after the pause.
    if (progress?.paused) meter = createRateMeter();
    const rate = progress && connected ? meter.measure(countThrough(progress), now()) : undefined;
    const about = JSON.stringify([state, stopping, connected, progress?.paused]);
    reporter.report(toBackfillLine(status, rate), about);
  }
  terminal.live('');
}

function now(): number {
  return performance.now();
}
