import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { CommandEnd } from './run-headrace.ts';

const main = fileURLToPath(new URL('../../apps/starter/src/main.ts', import.meta.url));

export interface HeadraceProcess {
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly output: { stdout: string; stderr: string };
  readonly ended: Promise<CommandEnd>;
}

/** The `headrace` command as a process to look at and to signal while it works. */
export function spawnHeadrace(args: readonly string[], env: NodeJS.ProcessEnv): HeadraceProcess {
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  const ended = new Promise<CommandEnd>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, ...output }));
  });
  return { child, output, ended };
}
