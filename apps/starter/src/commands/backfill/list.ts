import type { ListBackfillsOptions } from '@headrace/client';
import type { Command, OptionValues } from 'commander';

import type { CommandContext } from '../../context.ts';
import { findContract, addBackfillArgument } from '../../flags/arguments.ts';
import { addFlags, readFlags, type Flag } from '../../flags/flag.ts';
import { formatBackfills, formatBackfill } from '../../output/backfill.ts';
import { toJson } from '../../output/text.ts';

const flags: readonly Flag[] = [
  {
    name: '--limit',
    field: { type: 'integer', minimum: 1, maximum: 1_000, default: 20, description: 'backfills at most' },
  },
];

export function addBackfillList(backfill: Command, { terminal, pipelines, connect }: CommandContext): void {
  addFlags(backfill.command('list'), flags)
    .description('Lists backfills: running ones first, then the latest ended')
    .option('--pipeline <name>', 'only backfills of this pipeline')
    .option('--json', 'print one JSON document')
    .action(async (given: OptionValues) => {
      const { '--limit': limit } = readFlags(flags, given) as { '--limit'?: number };
      const { pipeline } = given as Pick<ListBackfillsOptions, 'pipeline'>;
      if (pipeline !== undefined) findContract(pipelines, pipeline);
      const { backfills } = await connect();
      const listed = await backfills.list({
        ...(pipeline !== undefined && { pipeline }),
        ...(limit !== undefined && { limit }),
      });
      if (given['json']) terminal.print(toJson({ backfills: listed }));
      else if (listed.length === 0) terminal.say('no backfills');
      else terminal.print(formatBackfills(listed, terminal));
    });
}

export function addBackfillStatus(backfill: Command, { terminal, connect }: CommandContext): void {
  addBackfillArgument(backfill.command('status'))
    .description('Shows a backfill’s state and its failed intervals')
    .option('--json', 'print one JSON document')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const { backfills } = await connect();
      const status = await backfills.status(name);
      terminal.print(json ? toJson(status) : formatBackfill(status));
    });
}
