import type { SandboxState } from './sandbox-state.ts';

/** The folder's sandbox is already running. */
export class SandboxRunsError extends Error {
  override readonly name = 'SandboxRunsError';
  /** Undefined in the moment before it is written. */
  readonly state: SandboxState | undefined;

  constructor(folder: string, state: SandboxState | undefined) {
    super(`A sandbox runs in ${folder} already${state ? `: ${describe(state)}` : ''}`);
    this.state = state;
  }
}

function describe({ pid, runBy, addresses }: SandboxState): string {
  const who = `process ${pid} (${runBy})`;
  if (!addresses) return `${who}, still starting`;
  return `${who}, Temporal at ${addresses.temporal}, Postgres at ${addresses.postgres}`;
}
