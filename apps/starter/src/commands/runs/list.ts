import type { ListedRun, RunState } from '@headrace/client';
import type { Column, StringField } from '@headrace/contracts';
import type { Command, OptionValues } from 'commander';

import type { CommandContext } from '../../context.ts';
import { findContract } from '../../flags/arguments.ts';
import { addFlags, readFlags, type Flag } from '../../flags/flag.ts';
import { toTable } from '../../output/table.ts';
import { toJson } from '../../output/text.ts';

const states: readonly RunState[] = [
  'running',
  'paused',
  'completed',
  'failed',
  'cancelled',
  'terminated',
  'timed-out',
];
const state: StringField = { type: 'string', enum: states, description: 'only runs of this state' };
const flags: readonly Flag[] = [
  { name: '--state', field: state },
  {
    name: '--limit',
    field: { type: 'integer', minimum: 1, maximum: 1_000, default: 20, description: 'runs at most' },
  },
];

export function addList(program: Command, { terminal, pipelines, connect }: CommandContext): void {
  const command = program
    .command('list')
    .description('Lists runs: running ones first, then the latest ended')
    .option('--pipeline <name>', 'only runs of this pipeline');
  addFlags(command, flags)
    .option('--json', 'print one JSON document')
    .action(async (given: OptionValues) => {
      const { '--state': only, '--limit': limit } = readFlags(flags, given) as {
        '--state'?: RunState;
        '--limit'?: number;
      };
      const { pipeline } = given as { pipeline?: string };
      if (pipeline !== undefined) findContract(pipelines, pipeline);
      const headrace = await connect();
      const runs = await headrace.list({
        ...(pipeline && { pipeline }),
        ...(only && { state: only }),
        ...(limit && { limit }),
      });
      const { width, colour } = terminal;
      if (given['json']) terminal.print(toJson({ runs }));
      else if (runs.length === 0) terminal.say('no runs');
      else terminal.print(toTable(runs.map(toRow), { columns, width, colour, whole: ['run'] }));
    });
}

const columns: Readonly<Record<string, Column>> = {
  run: { type: 'text' },
  pipeline: { type: 'text' },
  state: { type: 'text' },
  started: { type: 'timestamp' },
  ended: { type: 'timestamp' },
  landed: { type: 'integer' },
};

function toRow({ runId, pipeline, state: at, startedAt, endedAt, summary }: ListedRun) {
  const landed = summary?.landed ?? null;
  return { run: runId, pipeline, state: at, started: startedAt, ended: endedAt, landed };
}
