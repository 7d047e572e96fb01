import type { ListedRun, RunState } from '@headrace/client';
import type { Column, StringField } from '@headrace/contracts';
import type { Command, OptionValues } from 'commander';

import type { CommandContext } from '../../context.ts';
import { findContract, addRunArgument } from '../../flags/arguments.ts';
import { addFlags, readFlags, type Flag } from '../../flags/flag.ts';
import { formatResult } from '../../output/runs/result.ts';
import { formatStatus } from '../../output/runs/status.ts';
import { toTable } from '../../output/table.ts';
import { toJson } from '../../output/text.ts';
import { followRun, awaitRun } from './follow-run.ts';

export function addWatch(program: Command, context: CommandContext): void {
  addRunArgument(program.command('watch'))
    .description('Shows a run’s progress until it ends, then its result')
    .option('--json', 'print one JSON document')
    .action(async (runId: string, { json }: { json?: boolean }) => {
      const { terminal, pipelines, connect } = context;
      const headrace = await connect();
      const { pipeline } = await headrace.status(runId);
      const result = await followRun(context, { headrace, runId });
      if (json) terminal.print(toJson({ runId, pipeline, result }));
      else terminal.print(formatResult(findContract(pipelines, pipeline), result, terminal));
    });
}

export function addResult(program: Command, context: CommandContext): void {
  const { terminal, pipelines, connect } = context;
  addRunArgument(program.command('result'))
    .description('Prints a run’s result; waits for it where the run is still running')
    .option('--json', 'print one JSON document')
    .action(async (runId: string, { json }: { json?: boolean }) => {
      const headrace = await connect();
      const { pipeline } = await headrace.status(runId);
      const result = await awaitRun(context, { headrace, runId });
      if (json) terminal.print(toJson({ runId, pipeline, result }));
      else terminal.print(formatResult(findContract(pipelines, pipeline), result, terminal));
    });
}

export function addStatus(program: Command, { terminal, connect }: CommandContext): void {
  addRunArgument(program.command('status'))
    .description('Shows a run’s state, with or without a worker')
    .option('--json', 'print one JSON document')
    .action(async (runId: string, { json }: { json?: boolean }) => {
      const headrace = await connect();
      const status = await headrace.status(runId);
      terminal.print(json ? toJson(status) : formatStatus(status));
    });
}

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
