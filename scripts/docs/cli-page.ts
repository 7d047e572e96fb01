import { createProgram } from '../../apps/starter/src/program.ts';
import { pipelines } from '../../packages/contracts/src/index.ts';
import { renderExitCodes } from './exit-codes.ts';
import { code, toPage, toTable } from './markdown.ts';

type Command = ReturnType<typeof createProgram>;

/** Every command of `headrace`, walked from its program. */
export function renderCli(): string {
  const program = createReferenceProgram();
  const plain = program.commands.filter(({ commands }) => commands.length === 0);
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
    ...renderPipelineCommands(program),
    ...plain.map((command) => renderCommand([command])),
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

/** Commands with one sub-command a pipeline; those that take the same flags share a section. */
function renderPipelineCommands(program: Command): string[] {
  const bySection = Map.groupBy(
    program.commands.flatMap(({ commands }) => commands),
    renderFlags,
  );
  return [...bySection.values()].map(renderCommand);
}

function renderCommand(alike: readonly Command[]): string {
  const [command] = alike;
  if (!command) return '';
  const about = command.parent?.summary()
    ? alike.map((each) => `${code(each.parent?.name())}: ${each.parent?.summary()}.`).join(' ')
    : `${command.description()}.`;
  return toPage(`## ${alike.map((each) => code(toCall(each))).join(', ')}`, about, renderFlags(command));
}

function renderFlags(command: Command): string {
  const rows = [
    ...command.registeredArguments.map((argument) => [
      code(argument.required ? `<${argument.name()}>` : `[${argument.name()}]`),
      argument.description,
    ]),
    ...command.options.map((option) => [code(option.flags), option.description]),
  ];
  return toTable(['argument or flag', 'meaning'], rows);
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
