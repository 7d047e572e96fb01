import type { HeadraceClient } from '@headrace/client';
import { pipelines } from '@headrace/contracts';

import { createConfirm, listenForInterrupt, type AskedProcess } from './context.ts';
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
  const connect = createConnect({ env: host.env, folder: host.cwd(), connections });
  const program = createProgram({ terminal, pipelines, connect, interrupt, confirm: createConfirm(host) });
  try {
    await Promise.race([program.parseAsync(argv, { from: 'user' }), interrupt.interrupted]);
    await terminal.flush();
    return 0;
  } catch (error) {
    const explained = explain(error);
    if (explained && argv.includes('--json')) terminal.print(toJson({ error: explained }));
    else if (explained) terminal.say(showError(explained));
    await terminal.flush();
    return toExitCode(error);
  }
}

function showError({ message, next }: ExplainedError): string {
  const lines = next === undefined ? message : `${message}\n${next}`;
  return lines.replaceAll(/^/gm, 'headrace: ');
}

interface ConnectOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where a sandbox is looked for, upwards, when the environment names no Temporal. */
  readonly folder: string;
  /** Closes what is opened. */
  readonly connections: AsyncDisposableStack;
}

/** What connects to Temporal when it is called. What it needs is loaded then: a refusal must not wait for it. */
function createConnect({ env, folder, connections }: ConnectOptions): () => Promise<HeadraceClient> {
  return async () => {
    const [{ connectClient, loadTemporalConfig }, { createHeadraceClient }, { Client }] = await Promise.all([
      import('@headrace/runtime'),
      import('@headrace/client'),
      import('@temporalio/client'),
    ]);
    const config = loadTemporalConfig({ env, discoverFrom: folder });
    const connection = await connectClient(config).catch((error: unknown) => {
      throw isNobodys(config, env) ? withSandboxHint(error) : error;
    });
    connections.defer(() => connection.close());
    return createHeadraceClient({ client: new Client({ connection, namespace: config.namespace }) });
  };
}

/** The address of a Temporal that nobody named, where no sandbox was found either. */
function isNobodys({ address }: { readonly address: string }, env: ConnectOptions['env']): boolean {
  return address === 'localhost:7233' && !env['TEMPORAL_ADDRESS'];
}

function withSandboxHint(error: unknown): unknown {
  return Object.assign(error as Error, {
    next: 'in a clone, "pnpm dev" brings up one that this command finds',
  });
}
