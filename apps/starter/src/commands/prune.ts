import type { HeadraceClient } from '@headrace/client';
import { pruneFilter, type Pruned, type PruneFilter } from '@headrace/contracts';
import type { Command, OptionValues } from 'commander';

import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors/usage-error.ts';
import { findContract } from '../flags/arguments.ts';
import { addFlags, readFlags, type Flag } from '../flags/flag.ts';
import { createLineReporter, type Terminal } from '../output/terminal.ts';
import { plural, formatBytes } from '../output/numbers.ts';
import { toJson } from '../output/text.ts';

const description = 'prune runs that ended longer ago than this, at least 1d; needed';
const flags: readonly Flag[] = [
  { name: '--older-than', field: { ...pruneFilter.olderThan, description } },
  { name: '--pipeline', field: pruneFilter.pipeline },
];

export function addPrune(program: Command, { terminal, pipelines, connect }: CommandContext): void {
  addFlags(program.command('prune'), flags)
    .description('Prunes the keys of runs that ended long ago; rows, counts, quarantine and versions stay')
    .option('--dry-run', 'only say what it would remove')
    .option('--json', 'print one JSON document')
    .action(async (given: OptionValues) => {
      const filter = toFilter(readFlags(flags, given));
      if (filter.pipeline !== undefined) findContract(pipelines, filter.pipeline);
      const headrace = await connect();
      if (!given['dryRun']) {
        const pruned = await prune(headrace, filter, terminal);
        return terminal.print(given['json'] ? toJson(pruned) : formatPruned(pruned, 'pruned'));
      }
      const preview = await headrace.previewPrune(filter);
      if (given['json']) return terminal.print(toJson(preview));
      terminal.print(formatPruned(preview, 'would be pruned'));
      if (preview.kept > 0)
        terminal.say(`${plural(preview.kept, 'run')} of that age would stay: still needed`);
    });
}

function toFilter(values: Readonly<Record<string, unknown>>): PruneFilter {
  const { '--older-than': olderThan, '--pipeline': pipeline } = values as {
    '--older-than'?: number;
    '--pipeline'?: string;
  };
  if (olderThan !== undefined) return { olderThan, ...(pipeline !== undefined && { pipeline }) };
  throw new UsageError('missing --older-than: how long ago a run has to have ended, such as 90d');
}

async function prune(headrace: HeadraceClient, filter: PruneFilter, terminal: Terminal): Promise<Pruned> {
  const reporter = createLineReporter(terminal, Date.now);
  let pruned: Pruned = { runs: 0, batches: 0, keys: 0, bytes: 0 };
  for await (const { more, ...soFar } of headrace.prune(filter)) {
    pruned = soFar;
    if (more) reporter.report(formatPruned(pruned, 'pruned so far'), 'prune');
  }
  return pruned;
}

/** `12 runs pruned: 12 batches, 120,000 keys, about 1.2 MiB`. */
function formatPruned({ runs, batches, keys, bytes }: Pruned, what: string): string {
  const removed = `${plural(batches, 'batch', 'batches')}, ${plural(keys, 'key')}, about ${formatBytes(bytes)}`;
  return `${plural(runs, 'run')} ${what}: ${removed}`;
}
