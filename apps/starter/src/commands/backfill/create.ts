import type { BackfillOptions, BackfillPreview, HeadraceClient } from '@headrace/client';
import { isTimed, type AnyPipelineContract } from '@headrace/contracts';
import type { Command } from 'commander';

import type { CommandContext } from '../../context.ts';
import { UsageError } from '../../errors/usage-error.ts';
import {
  backfilledInputFlags,
  backfilledRunFlags,
  backfillFlags,
  readBackfillFlags,
  type GivenBackfill,
} from '../../flags/backfill-flags.ts';
import { addPipelineCommand } from '../../flags/pipeline-commands.ts';
import { sayBackfill, formatPreview } from '../../output/backfill.ts';
import { toJson } from '../../output/text.ts';

export function addBackfillCreate(backfill: Command, { terminal, pipelines, connect }: CommandContext): void {
  addPipelineCommand(backfill, pipelines, {
    name: 'backfill create',
    summary: 'Starts a backfill and prints its name at once',
    own: { title: 'The backfill:', flags: backfillFlags },
    ofInput: backfilledInputFlags,
    ofRun: backfilledRunFlags,
    dryRun: 'list the intervals, which are done and which would run, and start nothing',
    action: async (contract, given) => {
      const asked = readBackfillFlags(contract, given);
      const headrace = await connect();
      const options = await toOptions(headrace, asked);
      if (given['dryRun']) {
        const pages = await Array.fromAsync(headrace.backfills.preview(contract, options));
        return terminal.print(given['json'] ? toJson(toDocument(pages)) : formatPreview(pages, terminal));
      }
      const started = await headrace.backfills.create(contract, options);
      const { temporal } = headrace;
      sayBackfill(terminal, started, temporal);
      terminal.print(given['json'] ? toJson({ ...started, temporal }) : started.name);
    },
  });
}

type Options = BackfillOptions<AnyPipelineContract>;

/** Without a length of its own, the intervals are those of the schedule that is named. */
async function toOptions(headrace: HeadraceClient, { every, ...options }: GivenBackfill): Promise<Options> {
  if (every !== undefined) return { ...options, every };
  const { definition } = await headrace.schedules.describe(options.schedule ?? '');
  const { name, when } = definition;
  if (isTimed(when)) return { ...options, every: when };
  throw new UsageError(`schedule ${name} has no times of its own; give --every`);
}

function toDocument(pages: readonly BackfillPreview[]): object {
  return { request: pages[0]?.request, intervals: pages.flatMap(({ intervals }) => intervals) };
}
