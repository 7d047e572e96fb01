import { describe, toColumnName, type AnyPipelineContract, type InputField } from '@headrace/contracts';
import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { findContract } from '../flags/arguments.ts';
import { addFlags, readFlags, toFlagName, type Flag } from '../flags/flag.ts';
import { formatDatasets, formatDataset } from '../output/datasets.ts';
import { madeUp, toJson, pad } from '../output/text.ts';

export function addDatasets(program: Command, context: CommandContext): void {
  const { terminal, connect } = context;
  const command = program
    .command('datasets')
    .description('Lists datasets, each with its newest version')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const headrace = await connect();
      const datasets = await headrace.datasets.list();
      const mark = headrace.sample ? { sample: true } : {};
      terminal.print(json ? toJson({ datasets, ...mark }) : formatDatasets(datasets, terminal));
      if (headrace.sample && !json) terminal.say(madeUp);
    });
  addDatasetsShow(command, context);
}

const formatFlags: readonly Flag[] = [
  {
    name: '--limit',
    field: { type: 'integer', minimum: 1, maximum: 500, default: 10, description: 'versions at most' },
  },
];

function addDatasetsShow(datasets: Command, { terminal, connect }: CommandContext): void {
  const command = datasets
    .command('show')
    .description('Shows a dataset: columns, versions, freshness and readers')
    .argument('<dataset>', 'its name');
  addFlags(command, formatFlags)
    .option('--json', 'print one JSON document')
    .action(async (dataset: string) => {
      const given = command.optsWithGlobals();
      const { '--limit': limit = 10 } = readFlags(formatFlags, given) as { '--limit'?: number };
      const headrace = await connect();
      const shown = await headrace.datasets.show(dataset, { limit });
      const mark = headrace.sample ? { sample: true } : {};
      if (given['json']) return terminal.print(toJson({ ...shown, ...mark }));
      terminal.print(formatDataset(shown, { terminal, now: Date.now() }));
      if (headrace.sample) terminal.say(madeUp);
    });
}

export function addPipelines(program: Command, { terminal, pipelines }: CommandContext): void {
  program
    .command('pipelines')
    .description('Lists the pipelines, with inputs and defaults')
    .argument('[name]', 'only this pipeline')
    .option('--json', 'print one JSON document')
    .action((name: string | undefined, { json }: { json?: boolean }) => {
      const shown = name === undefined ? pipelines : [findContract(pipelines, name)];
      terminal.print(json ? toJson({ pipelines: shown }) : shown.map(describePipeline).join('\n\n'));
    });
}

function describePipeline({ name, title, input, dataset }: AnyPipelineContract): string {
  const columns = Object.entries(dataset.columns).map(
    ([field, { type, nullable }]) => `${toColumnName(field)} ${type}${nullable ? ' or null' : ''}`,
  );
  const flags = Object.entries(input).map(
    ([field, schema]) => [toFlagName(field), describeField(schema)] as const,
  );
  const widest = Math.max(0, ...flags.map(([flag]) => flag.length));
  return [
    `${name}: ${title}`,
    ...flags.map(([flag, about]) => `  ${pad(flag, widest, 'right')}  ${about}`),
    `  into ${dataset.name}: ${columns.join(', ')}`,
  ].join('\n');
}

function describeField(field: InputField & { readonly optional?: true }): string {
  const notes = [
    describe(field),
    ...(field.default === undefined ? [] : [`default ${String(field.default)}`]),
    ...(field.default === undefined && !field.optional ? ['required'] : []),
  ];
  return `${field.description} (${notes.join('; ')})`;
}
