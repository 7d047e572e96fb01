import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { addFlags, readFlags, type Flag } from '../flags/flag.ts';
import { showDatasets, showDataset } from '../output/datasets.ts';
import { madeUp, toJson } from '../output/text.ts';

export function addDatasets(program: Command, context: CommandContext): void {
  const { terminal, connect } = context;
  const command = program
    .command('datasets')
    .description('Lists what pipelines have landed: each dataset with its newest version')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const headrace = await connect();
      const datasets = await headrace.datasets.list();
      const mark = headrace.sample ? { sample: true } : {};
      terminal.print(json ? toJson({ datasets, ...mark }) : showDatasets(datasets, terminal));
      if (headrace.sample && !json) terminal.say(madeUp);
    });
  addDatasetsShow(command, context);
}

const flags: readonly Flag[] = [
  {
    name: '--limit',
    field: { type: 'integer', minimum: 1, maximum: 500, default: 10, description: 'versions at most' },
  },
];

function addDatasetsShow(datasets: Command, { terminal, connect }: CommandContext): void {
  const command = datasets
    .command('show')
    .description('Shows a dataset: its columns, its versions, how fresh it is, and who reads it')
    .argument('<dataset>', 'its name');
  addFlags(command, flags)
    .option('--json', 'print one JSON document')
    .action(async (dataset: string) => {
      const given = command.optsWithGlobals();
      const { '--limit': limit = 10 } = readFlags(flags, given) as { '--limit'?: number };
      const headrace = await connect();
      const shown = await headrace.datasets.show(dataset, { limit });
      const mark = headrace.sample ? { sample: true } : {};
      if (given['json']) return terminal.print(toJson({ ...shown, ...mark }));
      terminal.print(showDataset(shown, { terminal, now: Date.now() }));
      if (headrace.sample) terminal.say(madeUp);
    });
}
