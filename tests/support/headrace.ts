import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(import.meta.resolve('../../apps/starter/src/main.ts'));

export interface HeadraceOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface HeadraceProcess {
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly output: { stdout: string; stderr: string };
  readonly finished: Promise<Finished>;
}

/** The `headrace` command as a process, its streams piped. */
export function spawnHeadrace(args: readonly string[], options: HeadraceOptions = {}): HeadraceProcess {
  const { env, cwd } = options;
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, ...env },
    ...(cwd && { cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, ...output }));
  });
  return { child, output, finished };
}

/** Runs the `headrace` command to its end. */
export function headrace(args: readonly string[], options: HeadraceOptions = {}): Promise<Finished> {
  return spawnHeadrace(args, options).finished;
}
