import { setTimeout as sleep } from 'node:timers/promises';
import { readState, type SandboxState } from './sandbox-state.ts';

/** Between taking hold of a folder and saying so pass a few ms at most. */
const attempts = 40;

/** What the process that has hold of a folder says of itself, and not what a dead one left. */
export async function readOwner(home: string): Promise<SandboxState | undefined> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const state = await readState(home);
    if (state && isAlive(state.pid)) return state;
    await sleep(25);
  }
  return undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
