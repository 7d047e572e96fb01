import { createProgram } from '../../apps/starter/src/program.ts';
import { pipelines } from '../../packages/contracts/src/index.ts';
import { renderExitCodes } from './exit-codes.ts';
import { code, toPage, toTable } from './markdown.ts';

type Command = ReturnType<typeof createProgram>;

/** Every command of `headrace`, walked from its program. */
export function renderCli(): string {
  const program = createReferenceProgram();
  return toPage(
    '# The `headrace` command',
    program.description(),
    'In this repository it is run as `pnpm headrace`. Results go to stdout, everything else to stderr. With `--json` ' +
      'stdout holds one JSON document, also when the command fails: `{"error": {"type": …, "message": …}}`.',
    toTable(
      ['command', 'what it does'],
      program.commands.map((command) => [code(toCall(command)), command.summary() || command.description()]),
    ),
    '## Where Temporal is',
    'The command reads the same variables as every Temporal tool: see [configuration](configuration.md). Where none ' +
      'of `TEMPORAL_ADDRESS`, `TEMPORAL_CONFIG_FILE` and `TEMPORAL_PROFILE` is set, it takes the sandbox of the working ' +
      'folder or of the nearest folder above it.',
    ...renderSections(program.commands.filter(isOfPipelines)),
    ...renderSections(program.commands.filter(isGroup).flatMap(withSubcommands)),
    ...program.commands.filter(isPlain).map((command) => renderCommands([command])),
    renderExitCodes(),
  );
}

/** The program as it is, with nothing behind it. */
function createReferenceProgram(): Command {
  const { promise: interrupted } = Promise.withResolvers<never>();
  return createProgram({
    terminal: {
      width: undefined,
      liveWidth: undefined,
      colour: false,
      print: unused,
      say: unused,
      live: unused,
      flush: unused,
    },
    pipelines,
    connect: unused,
    interrupt: { signal: new AbortController().signal, interrupted, follow: unused },
  });
}

function unused(): never {
  throw new Error('The reference runs no command');
}

/** Whether each of the command's sub-commands runs a pipeline, as those of `run` do. */
function isOfPipelines({ commands }: Command): boolean {
  return (
    commands.length > 0 && commands.every((command) => pipelines.some(({ name }) => name === command.name()))
  );
}

function isPlain({ commands }: Command): boolean {
  return commands.length === 0;
}

function isGroup(command: Command): boolean {
  return !isPlain(command) && !isOfPipelines(command);
}

/** A group that does something by itself, as `datasets` does, has flags too. */
function withSubcommands(group: Command): Command[] {
  return group.options.length > 0 ? [group, ...group.commands] : [...group.commands];
}

/** Commands that take the same flags share a section, in which every flag stands once. */
function renderSections(commands: readonly Command[]): string[] {
  return [...Map.groupBy(commands, renderAllFlags).values()].map((alike) =>
    alike.some(isOfPipelines) ? renderPipelineCommands(alike) : renderCommands(alike),
  );
}

function renderAllFlags(command: Command): string {
  return [command, ...command.commands].map(renderFlags).join('\n');
}

function renderCommands(alike: readonly Command[]): string {
  const [command] = alike;
  if (!command) return '';
  return toPage(toHeading(alike), `${command.description()}.`, renderFlags(command));
}

/** Commands with one sub-command a pipeline: the flags that all pipelines share, then each pipeline's own. */
function renderPipelineCommands(alike: readonly Command[]): string {
  const ofPipelines = alike[0]?.commands ?? [];
  const [first = [], ...others] = ofPipelines.map(toRows);
  const shared = first.flatMap(([flag = '', meaning = '']) => {
    const meanings = [meaning, ...others.flatMap((rows) => rows.find((row) => row[0] === flag)?.[1] ?? [])];
    if (meanings.length < ofPipelines.length) return [];
    const general = new Set(new Set(meanings).size > 1 ? meanings.map(withoutDefault) : meanings);
    return general.size === 1 ? [[flag, [...general].join()]] : [];
  });
  const isShared = ([flag]: readonly string[]): boolean => shared.some((row) => row[0] === flag);
  return toPage(
    toHeading(alike),
    alike.length === 1
      ? `${alike[0]?.summary()}.`
      : alike.map((each) => `${code(each.name())}: ${each.summary()}.`).join(' '),
    'Every pipeline takes these flags; its defaults are in [pipelines](pipelines.md).',
    toTable(['flag', 'meaning'], shared),
    'Each has flags of its own:',
    toTable(
      ['pipeline', 'flag', 'meaning'],
      ofPipelines.flatMap((command) =>
        toRows(command)
          .filter((row) => !isShared(row))
          .map((row) => [code(command.name()), ...row]),
      ),
    ),
  );
}

function withoutDefault(meaning: string): string {
  return meaning.replace(/; default [^;)]*\)$/, "; default the pipeline's)");
}

function toHeading(alike: readonly Command[]): string {
  return `## ${alike.map((each) => code(toCall(each))).join(', ')}`;
}

function renderFlags(command: Command): string {
  const rows = toRows(command);
  return rows.length === 0 ? '' : toTable(['argument or flag', 'meaning'], rows);
}

function toRows(command: Command): string[][] {
  return [
    ...command.registeredArguments.map((argument) => [
      code(argument.required ? `<${argument.name()}>` : `[${argument.name()}]`),
      argument.description,
    ]),
    ...command.options.map((option) => [code(option.flags), option.description]),
  ];
}

/** How a command is called, down from the program: `headrace status <run>`. */
function toCall(command: Command): string {
  const names = [command.name()];
  for (let above = command.parent; above; above = above.parent) names.unshift(above.name());
  const args = command.registeredArguments.map((argument) => {
    const name = argument.name();
    return argument.required || command.commands.length > 0 ? `<${name}>` : `[${name}]`;
  });
  return [...names, ...args].join(' ');
}
