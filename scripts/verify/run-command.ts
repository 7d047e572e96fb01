import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

export interface Surroundings {
  /** The repository. */
  readonly root: string;
  /** Takes the place of the system's temporary folder. */
  readonly temp: string;
  /** Ends the command. */
  readonly signal: AbortSignal;
}

export interface CommandOptions extends Surroundings {
  /** Working directory. Default: the repository. */
  readonly cwd?: string;
  /** Pass the output on as it comes, in place of keeping it. */
  readonly show?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export interface CommandResult {
  /** Exit code, or the name of the signal that ended it. */
  readonly exit: number | string;
  readonly output: string;
}

/** Runs a program of the repository's `node_modules/.bin` to its end. Rejects when it cannot be started. */
export function runCommand(
  program: string,
  args: readonly string[],
  { root, temp, signal, cwd = root, show = false, env = {} }: CommandOptions,
): Promise<CommandResult> {
  const programs = join(root, 'node_modules', '.bin');
  const child = spawn(program, args, {
    cwd,
    signal,
    stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    env: {
      ...process.env,
      ...env,
      TMPDIR: temp,
      PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}`,
    },
  });
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', (error) => (signal.aborted ? undefined : reject(error)));
    child.on('close', (code, name) =>
      resolve({ exit: code ?? name ?? 'unknown', output: Buffer.concat(chunks).toString().trim() }),
    );
  });
}
