import type { HeadraceClient, RowsOptions } from '@headrace/client';
import type { AnyPipelineContract, AnyRow } from '@headrace/contracts';
import type { Command, OptionValues } from 'commander';

import type { CommandContext } from '../../context.ts';
import { findContract } from '../../flags/arguments.ts';
import { addFlags, readFlags, type Flag } from '../../flags/flag.ts';
import { plural } from '../../output/numbers.ts';
import { toTable } from '../../output/table.ts';
import { madeUp, toJson } from '../../output/text.ts';

const flags: readonly Flag[] = [
  { name: '--limit', field: { type: 'integer', minimum: 1, default: 20, description: 'rows at most' } },
];

export function addShow(program: Command, { terminal, pipelines, connect }: CommandContext): void {
  const command = program
    .command('show')
    .description('Shows the rows a run has landed, in the order in which they were listed')
    .argument('<pipeline>', 'pipeline whose dataset to show')
    .option('--run <id>', 'rows of this run (default the latest that has concluded)');
  addFlags(command, flags)
    .option('--json', 'print one JSON document')
    .action(async (name: string, given: OptionValues) => {
      const contract = findContract(pipelines, name);
      const { '--limit': limit = 20 } = readFlags(flags, given) as { '--limit'?: number };
      const { run } = given as { run?: string };
      const headrace = await connect();
      const { more, ...shown } = await collectRows(headrace, contract, {
        limit,
        ...(run !== undefined && { runId: run }),
      });
      const mark = headrace.sample ? { sample: true } : {};
      if (given['json']) return terminal.print(toJson({ ...shown, ...mark }));
      const { columns } = contract.dataset;
      const { width, colour } = terminal;
      if (shown.rows.length > 0) terminal.print(toTable(shown.rows, { columns, width, colour }));
      const count = `${more ? 'the first ' : ''}${plural(shown.rows.length, 'row')}`;
      const hint = more ? '; --limit shows more' : '';
      terminal.say(`${count} of ${shown.dataset}, run ${shown.runId}${hint}`);
      if (headrace.sample) terminal.say(madeUp);
    });
}

interface ShownRows {
  readonly dataset: string;
  readonly runId: string | null;
  readonly rows: readonly AnyRow[];
  /** Whether the run has landed more than these. */
  readonly more: boolean;
}

async function collectRows(
  headrace: HeadraceClient,
  contract: AnyPipelineContract,
  options: RowsOptions,
): Promise<ShownRows> {
  const rows: AnyRow[] = [];
  let runId = options.runId ?? null;
  let more = false;
  for await (const page of headrace.pages(contract, options)) {
    runId = page.runId;
    rows.push(...page.rows);
    more = page.next !== undefined;
  }
  return { dataset: contract.dataset.name, runId, rows, more };
}
