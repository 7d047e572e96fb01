import { Command } from 'commander';

import manifest from '../package.json' with { type: 'json' };
import { addBackfill } from './commands/backfill.ts';
import { addCancel } from './commands/cancel.ts';
import { addDatasets } from './commands/datasets.ts';
import { addList } from './commands/list.ts';
import { addPause } from './commands/pause.ts';
import { addPipelines } from './commands/pipelines.ts';
import { addPrune } from './commands/prune.ts';
import { addQuarantine } from './commands/quarantine.ts';
import { addResult } from './commands/result.ts';
import { addResume } from './commands/resume.ts';
import { addRun } from './commands/run.ts';
import { addSchedule } from './commands/schedule.ts';
import { addShow } from './commands/show.ts';
import { addStart } from './commands/start.ts';
import { addStatus } from './commands/status.ts';
import { addTune } from './commands/tune.ts';
import { addWatch } from './commands/watch.ts';
import { addWords } from './commands/words.ts';
import type { CommandContext } from './context.ts';
import { refuseSwallowedFlags } from './flags/refuse-swallowed-flags.ts';

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
