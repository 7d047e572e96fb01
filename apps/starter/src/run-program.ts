import { pipelines } from '@headrace/contracts';

import { createConfirm, listenForInterrupt, type AskedProcess, type CommandContext } from './context.ts';
import { explain, toExitCode, type ExplainedError } from './errors/explain.ts';
import { createTerminal, type TerminalProcess } from './output/terminal.ts';
import { toJson } from './output/text.ts';
import { createProgram } from './program.ts';

/** The process that a command runs in, or what stands for it in another program. */
export interface HostProcess extends TerminalProcess, AskedProcess, Pick<NodeJS.Process, 'once'> {
  readonly argv: readonly string[];
  cwd(): string;
}

/**
 * Runs one command and resolves to the process's exit code.
 * 0 done, 1 failed, 2 bad usage or input, 3 Temporal not reachable, 130 or 143 interrupted.
 */
export async function runProgram(host: HostProcess): Promise<number> {
  const argv = host.argv.slice(2);
  const terminal = createTerminal(host);
  const interrupt = listenForInterrupt(host);
  await using connections = new AsyncDisposableStack();
  const connect = createConnect({
    env: host.env,
    folder: host.cwd(),
    say: terminal.say,
    signal: interrupt.signal,
    connections,
  });
  const program = createProgram({ terminal, pipelines, connect, interrupt, confirm: createConfirm(host) });
  try {
    await Promise.race([program.parseAsync(argv, { from: 'user' }), interrupt.interrupted]);
    await terminal.flush();
    return 0;
  } catch (error) {
    const explained = explain(error);
    if (explained && argv.includes('--json')) terminal.print(toJson({ error: explained }));
    else if (explained) terminal.say(formatError(explained));
    await terminal.flush();
    return toExitCode(error);
  }
}

function formatError({ message, next }: ExplainedError): string {
  const lines = next === undefined ? message : `${message}\n${next}`;
  return lines.replaceAll(/^/gm, 'headrace: ');
}

interface ConnectOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where a sandbox is looked for, upwards, when the environment names no Temporal. */
  readonly folder: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** Closes what is opened. */
  readonly connections: AsyncDisposableStack;
}

/** Connects to Temporal on demand. Its modules are loaded then, so that a refusal is quick. */
function createConnect(options: ConnectOptions): CommandContext['connect'] {
  const { env, folder, say, signal, connections } = options;
  return async () => {
    const [{ connectClient, discoverSandbox, loadTemporalConfig }, { createHeadraceClient }, { Client }] =
      await Promise.all([
        import('@headrace/runtime'),
        import('@headrace/client'),
        import('@temporalio/client'),
      ]);
    const sandbox = await discoverSandbox({ env, folder, say, signal });
    const config = loadTemporalConfig({ env, sandbox });
    const { address, namespace } = config;
    const isDefault = sandbox === undefined && address === 'localhost:7233' && !env['TEMPORAL_ADDRESS'];
    if (isDefault) say(`no Temporal is named and no sandbox is here: ${address} it is`);
    const connection = await connectClient(config).catch((error: unknown) => {
      throw isDefault ? Object.assign(error as Error, { next: sandboxHint }) : error;
    });
    connections.defer(() => connection.close());
    const client = createHeadraceClient({ client: new Client({ connection, namespace }) });
    return { ...client, temporal: `${address}/${namespace}`, sample: sandbox?.sample ?? false };
  };
}

const sandboxHint = 'in a clone, "pnpm dev" brings up one that this command finds';
