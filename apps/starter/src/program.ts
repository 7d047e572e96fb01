import { Command } from 'commander';

import manifest from '../package.json' with { type: 'json' };
import { addBackfill } from './commands/backfill/backfill.ts';
import { addCancel, addPause, addResume, addTune } from './commands/runs/steer.ts';
import { addDatasets, addPipelines } from './commands/datasets.ts';
import { addList, addResult, addStatus, addWatch } from './commands/runs/watch.ts';
import { addPrune } from './commands/prune.ts';
import { addQuarantine } from './commands/quarantine/quarantine.ts';
import { addRun, addStart } from './commands/runs/run.ts';
import { addSchedule } from './commands/schedule/schedule.ts';
import { addShow } from './commands/rows/show.ts';
import { addWords } from './commands/rows/words.ts';
import type { CommandContext } from './context.ts';
import { refuseSwallowedFlags } from './flags/pipeline-commands.ts';

const environment = `
Environment:
  TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, …   where Temporal is, as for every Temporal tool;
                                                              the sandbox of this folder where none is set

Exit codes: 0 done, 1 the run failed, 2 bad usage or input, 3 Temporal not reachable, 130 interrupted`;

/** Every command with its flags. What is wrong with a command line is thrown, nothing exits. */
export function createProgram(context: CommandContext): Command {
  const { terminal } = context;
  const program = new Command('headrace')
    .description('Lands data from the web’s APIs in Postgres: each item once, through every crash.')
    .version(manifest.version)
    .addHelpText('after', environment)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.say(text.trimEnd()),
      // The error itself is thrown, and said once.
      outputError: () => undefined,
      getOutHelpWidth: () => terminal.width ?? 100,
      getErrHelpWidth: () => terminal.width ?? 100,
    });
  for (const add of [
    addRun,
    addStart,
    addWatch,
    addStatus,
    addResult,
    addList,
    addPause,
    addResume,
    addTune,
    addCancel,
    addShow,
    addWords,
    addQuarantine,
    addPrune,
    addSchedule,
    addBackfill,
    addDatasets,
    addPipelines,
  ]) {
    add(program, context);
  }
  refuseSwallowedFlags(program);
  return program;
}
