import { showStart, type BackfillFailure } from '@headrace/contracts';

/** `2026-01-03 (QuarantineLimit: …), 2026-01-07 (…) and 4 more`. */
export function toFailureList(failures: readonly BackfillFailure[], failed: number): string {
  const shown = failures.map(
    ({ interval, type, message }) => `${showStart(interval.start)} (${type}: ${message})`,
  );
  const more = failed - failures.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
