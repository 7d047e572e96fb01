import { Superseded } from './errors.ts';
import type { ControlTables } from './tables.ts';

export interface RunClaim {
  readonly runId: string;
  readonly fence: number;
}

/** Throws `Superseded` for an attempt scheduled before the one that concluded the run or took it over. */
export function assertCurrent(
  { runId, fence }: RunClaim,
  holder: ControlTables['headrace.run']['fence'],
): void {
  if (holder === null || holder <= fence) return;
  const [later, own] = [holder, fence].map((time) => new Date(time).toISOString());
  throw new Superseded(
    `run ${runId} was concluded or taken over by the attempt of ${later}, later than this one of ${own}`,
  );
}
