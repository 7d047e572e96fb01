import { CommanderError } from 'commander';

import { Interrupted } from './interrupted.ts';
import { toErrorType } from './explain.ts';

const exitCodes = { failed: 1, refused: 2, unreachable: 3, interrupted: 130, terminated: 143 } as const;

const refusals: ReadonlySet<string> = new Set([
  'UsageError',
  'BackfillNotFound',
  'BackfillNotRunning',
  'BackfillRunning',
  'InvalidInput',
  'NotQuarantined',
  'RunEnded',
  'RunIdTaken',
  'RunNotFound',
  'RunPruned',
  'RunStillRunning',
  'ScheduleExists',
  'ScheduleNotFound',
  'SchedulesRefused',
  'SettingsRefused',
  'SteeringRefused',
]);
const unreachable: ReadonlySet<string> = new Set([
  'TemporalUnreachable',
  'NamespaceNotFoundError',
  'ServiceError',
]);

/** The process's exit code for what a command threw: by type, never by message. */
export function toExitCode(error: unknown): number {
  if (error instanceof Interrupted) {
    return error.signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
  }
  // Help and version are thrown too, with code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.refused;
  const type = toErrorType(error);
  if (refusals.has(type)) return exitCodes.refused;
  return unreachable.has(type) ? exitCodes.unreachable : exitCodes.failed;
}
