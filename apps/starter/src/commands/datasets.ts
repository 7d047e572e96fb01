import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { toJson } from '../output/json.ts';
import { showDatasets } from '../output/datasets.ts';
import { addDatasetsShow } from './datasets-show.ts';

export function addDatasets(program: Command, context: CommandContext): void {
  const { terminal, connect } = context;
  const command = program
    .command('datasets')
    .description('Lists what pipelines have landed: each dataset with its newest version')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const headrace = await connect();
      const datasets = await headrace.datasets.list();
      terminal.print(json ? toJson({ datasets }) : showDatasets(datasets, terminal));
    });
  addDatasetsShow(command, context);
}
