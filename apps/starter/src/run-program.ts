import { pipelines } from '@headrace/contracts';

import { createConfirm } from './confirm.ts';
import { createConnect } from './connect.ts';
import { explain, type ExplainedError } from './errors/explain.ts';
import { toExitCode } from './errors/exit-codes.ts';
import { listenForInterrupt } from './interrupt.ts';
import { toJson } from './output/json.ts';
import { createTerminal, type TerminalProcess } from './output/terminal.ts';
import { createProgram } from './program.ts';

type HostProcess = NodeJS.Process & TerminalProcess;

/**
 * Runs one command and ends the process.
 * Exit codes: 0 done, 1 failed, 2 bad usage or input, 3 Temporal not reachable, 130 interrupted.
 */
export async function runProgram(host: HostProcess): Promise<never> {
  const argv = host.argv.slice(2);
  const terminal = createTerminal(host);
  const interrupt = listenForInterrupt(host);
  const connect = createConnect({ env: host.env, folder: host.cwd() });
  const program = createProgram({ terminal, pipelines, connect, interrupt, confirm: createConfirm(host) });
  try {
    await Promise.race([program.parseAsync(argv, { from: 'user' }), interrupt.interrupted]);
    await terminal.flush();
    return host.exit(0);
  } catch (error) {
    const explained = explain(error);
    if (explained && argv.includes('--json')) terminal.print(toJson({ error: explained }));
    else if (explained) terminal.say(showError(explained));
    await terminal.flush();
    return host.exit(toExitCode(error));
  }
}

function showError({ message, next }: ExplainedError): string {
  const lines = next === undefined ? message : `${message}\n${next}`;
  return lines.replaceAll(/^/gm, 'headrace: ');
}
