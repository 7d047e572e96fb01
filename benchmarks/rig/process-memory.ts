import { readFile } from 'node:fs/promises';

/** MiB of physical memory, as Linux counts them: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
export interface ProcessMemory {
  readonly now: number;
  /** The most since the process began. */
  readonly peak: number;
}

/** Throws where the process has ended, or the system has no `/proc`. */
export async function readMemory(pid: number | undefined): Promise<ProcessMemory> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return { now: readField(status, 'VmRSS'), peak: readField(status, 'VmHWM') };
}

function readField(status: string, name: string): number {
  const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`/proc says nothing of ${name}`);
  return Number(kilobytes) / 1_024;
}
