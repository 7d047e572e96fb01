import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Pids of a process's children. */
export async function childPids(parent: number | undefined): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=', '-o', 'ppid=']);
  const rows = stdout.trim().split('\n').map(toPids);
  return rows.flatMap(([pid, ppid]) => (pid !== undefined && ppid === parent ? [pid] : []));
}

/** Whether there is a process of that pid, be it one that nobody waited for. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function toPids(row: string): number[] {
  return row.trim().split(/\s+/).map(Number);
}
