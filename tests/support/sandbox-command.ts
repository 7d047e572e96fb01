import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { until } from './until.ts';

const main = fileURLToPath(new URL('../../packages/sandbox/src/main.ts', import.meta.url));

interface SandboxCommandEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `pnpm dev` or `pnpm start` as a process of its own. Killed when it goes out of scope. */
export interface SandboxCommand extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly end: Promise<SandboxCommandEnd>;
  /** Resolves once stderr holds the text; rejects when the command ends without. */
  says(text: string): Promise<void>;
}

export interface SandboxCommandOptions {
  /** Its working directory. */
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
}

export function runSandboxCommand(args: readonly string[], options: SandboxCommandOptions): SandboxCommand {
  const { TEMPORAL_ADDRESS: _temporal, DATABASE_URL: _database, ...env } = process.env;
  const child = spawn(process.execPath, [main, ...args], {
    cwd: options.folder,
    env: { ...env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (output.stderr += text));
  let ended = false;
  const end = once(child, 'close').then(([code]): SandboxCommandEnd => {
    ended = true;
    return { code, ...output };
  });
  return {
    child,
    end,
    async says(text) {
      await until(
        () => output.stderr,
        (stderr) => stderr.includes(text) || ended,
      );
      if (!output.stderr.includes(text)) throw new Error(`never said "${text}":\n${output.stderr}`);
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await end;
    },
  };
}
