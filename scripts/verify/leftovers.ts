import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LeftProcess {
  readonly id: number;
  /** Its id and command line. */
  readonly line: string;
}

/**
 * Processes that have the temporary folder in their environment, command line or working directory: whatever the
 * tests started, however it was detached, and nothing else. Waits up to `patience` ms for them to end.
 */
export async function findProcesses(
  temp: string,
  { patience }: { patience: number },
): Promise<LeftProcess[]> {
  const deadline = Date.now() + patience;
  for (;;) {
    const found = (existsSync('/proc/self/environ') ? readProc() : readPs()).filter(
      ({ id, traces }) => id !== process.pid && traces.includes(temp),
    );
    if (found.length === 0 || Date.now() > deadline) return found;
    await sleep(100);
  }
}

/** Kills what was found, so that the next run starts clean. */
export function endProcesses(processes: readonly LeftProcess[]): void {
  for (const { id } of processes) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

/** Folders and files of ours in the temporary folder. */
export function findFolders(temp: string): string[] {
  return readdirSync(temp).filter((name) => name.startsWith('headrace-'));
}

interface Traced extends LeftProcess {
  /** Whatever tells where a process comes from. */
  readonly traces: string;
}

function readProc(): Traced[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((id) => {
      try {
        const command = readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        const traces = [
          command,
          readFileSync(`/proc/${id}/environ`, 'utf8'),
          readlinkSync(`/proc/${id}/cwd`),
        ];
        return [{ id: Number(id), line: `${id} ${command.slice(0, 200)}`, traces: traces.join('\0') }];
      } catch {
        // It has ended meanwhile, or belongs to somebody else.
        return [];
      }
    });
}

/** Where there is no /proc: `ps` with the environments. */
function readPs(): Traced[] {
  return execFileSync('ps', ['-axEww', '-o', 'pid=,command='], {
    encoding: 'utf8',
    maxBuffer: 64 * 1_048_576,
  })
    .split('\n')
    .map((line) => line.trim())
    .map((line) => ({ id: Number.parseInt(line, 10), line: line.slice(0, 200), traces: line }));
}
