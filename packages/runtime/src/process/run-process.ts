import { redact } from '@headrace/contracts';
import type { Logger } from 'pino';

import { createLogger, logWarnings } from '../logs/logger.ts';
import type { LogSettings } from '../logs/log-settings.ts';
import { type SettingsTable } from '../settings/setting.ts';
import { loadSettings, SettingsRefused, type Environment } from '../settings/load-settings.ts';
import { settingsHelp, formatSettings } from '../settings/show-settings.ts';
import { formatTemporal, loadTemporalConfig, type TemporalConfig } from '../temporal/temporal-config.ts';
import { StartFailure } from './start-failure.ts';
import { listenForStop } from './stop-signal.ts';

/** A process as plain data. */
export interface ProcessDefinition<Settings> {
  readonly name: string;
  readonly description: string;
  readonly settings: SettingsTable<Settings>;
  /** Commands that the process takes as its first argument; the first is the default. */
  readonly commands?: readonly string[];
}

/** Passed to the main function of a process once its settings are read. */
export interface ProcessContext<Settings> {
  readonly name: string;
  readonly command: string | undefined;
  readonly settings: Readonly<Settings>;
  readonly temporal: TemporalConfig;
  readonly logger: Logger;
  /** Aborts when the process is asked to stop. */
  readonly stop: AbortSignal;
}

/**
 * Reads the settings, runs `main` and ends the process.
 * Exit codes: 0 done or stopped, 1 failed, 2 settings refused, 128 + n stopped at once by a second signal.
 */
export async function runProcess<Settings extends LogSettings>(
  definition: ProcessDefinition<Settings>,
  main: (context: ProcessContext<Settings>) => Promise<void>,
): Promise<never> {
  const [, , ...argv] = process.argv;
  if (argv.includes('--help')) return exitWith(0, process.stdout, help(definition));
  const started = readContext(definition, argv, process.env);
  if (started instanceof SettingsRefused) return exitWith(2, process.stderr, refusal(definition, started));
  const { settings, temporal } = started;
  const logger = await createLogger({ process: definition.name, ...settings });
  logWarnings(logger);
  using stop = listenForStop(logger);
  const shown = {
    ...formatSettings(definition.settings, settings),
    temporal: formatTemporal(temporal),
  };
  logger.info({ settings: shown }, 'Starting');
  try {
    await main({ ...started, name: definition.name, logger, stop: stop.signal });
    logger.info(stop.signal.aborted ? 'Stopped' : 'Done');
    return process.exit(0);
  } catch (error) {
    return process.exit(endWith(error, logger, stop.signal));
  }
}

interface ReadContext<Settings> {
  readonly command: string | undefined;
  readonly settings: Readonly<Settings>;
  readonly temporal: TemporalConfig;
}

/** All problems of the settings and of the connection at once. */
function readContext<Settings extends object>(
  definition: ProcessDefinition<Settings>,
  argv: readonly string[],
  env: Environment,
): ReadContext<Settings> | SettingsRefused {
  const { commands, settings: table } = definition;
  const named = commands !== undefined && argv[0] !== undefined && !argv[0].startsWith('-');
  const command = attempt(() => chooseCommand(commands, named ? argv[0] : undefined));
  const settings = attempt(() => loadSettings(table, { argv: named ? argv.slice(1) : argv, env }));
  const temporal = attempt(() => loadTemporalConfig({ env }));
  if (
    command instanceof SettingsRefused ||
    settings instanceof SettingsRefused ||
    temporal instanceof SettingsRefused
  ) {
    const refused = [command, settings, temporal].filter((read) => read instanceof SettingsRefused);
    return new SettingsRefused(refused.flatMap(({ problems }) => problems));
  }
  return { command, settings, temporal };
}

function chooseCommand(commands: readonly string[] = [], given: string | undefined): string | undefined {
  if (given === undefined || commands.includes(given)) return given ?? commands[0];
  throw new SettingsRefused([
    `${JSON.stringify(redact(given))} is not a command; there are ${commands.join(', ')}`,
  ]);
}

function attempt<Value>(read: () => Value): Value | SettingsRefused {
  try {
    return read();
  } catch (error) {
    if (error instanceof SettingsRefused) return error;
    throw error;
  }
}

function endWith(error: unknown, logger: Logger, stop: AbortSignal): number {
  if (stop.aborted && error === stop.reason) {
    logger.info('Stopped before it was ready');
    return 0;
  }
  if (error instanceof StartFailure) logger.fatal(error.message);
  else logger.fatal({ error }, 'Failed');
  return 1;
}

function help<Settings extends object>({
  name,
  description,
  settings,
  commands,
}: ProcessDefinition<Settings>): string {
  const usage = commands ? `${name} [${commands.join(' | ')}]` : name;
  return settingsHelp(settings, { usage, description });
}

function refusal<Settings>({ name }: ProcessDefinition<Settings>, { problems }: SettingsRefused): string {
  return problems.map((problem) => `${name}: ${problem}`).join('\n');
}

function exitWith(code: number, stream: NodeJS.WriteStream, message: string): never {
  stream.write(`${message}\n`);
  return process.exit(code);
}
