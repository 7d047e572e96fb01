import { describe, toColumnName, type AnyPipelineContract, type InputField } from '@headrace/contracts';
import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import { findContract } from '../flags/arguments.ts';
import { toFlagName } from '../flags/flag.ts';
import { pad, toJson } from '../output/text.ts';

export function addPipelines(program: Command, { terminal, pipelines }: CommandContext): void {
  program
    .command('pipelines')
    .description('Says what there is to run, with inputs and defaults')
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
