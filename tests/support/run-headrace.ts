import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';

import { runProgram, type HostProcess } from '../../apps/starter/src/run-program.ts';

export interface CommandEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the `headrace` command in this process: one of its own takes most of a second to start. */
export async function runHeadrace(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  folder: string = process.cwd(),
): Promise<CommandEnd> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const host = Object.assign(new EventEmitter(), {
    argv: ['node', 'headrace', ...args],
    env,
    cwd: () => folder,
    stdin,
    stdout,
    stderr,
    exit(code: number): never {
      throw new Error(`the command ended its process with ${code}`);
    },
  }) as unknown as HostProcess;
  const written = Promise.all([text(stdout), text(stderr)]);
  const code = await runProgram(host);
  stdout.end();
  stderr.end();
  const [out, err] = await written;
  return { code, stdout: out, stderr: err };
}
