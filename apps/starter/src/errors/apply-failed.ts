import { explain } from './explain.ts';

export interface PartlyApplied {
  /** Names of the schedules that are as planned now. */
  readonly applied: readonly string[];
  readonly failed: string;
  /** Names of those that were not come to. */
  readonly left: readonly string[];
}

/** A schedule was refused in the middle of an apply. */
export class ApplyFailed extends Error {
  override readonly name = 'ApplyFailed';
  readonly applied: readonly string[];
  readonly failed: string;
  readonly left: readonly string[];

  constructor(cause: unknown, { applied, failed, left }: PartlyApplied) {
    const reason = explain(cause)?.message ?? '';
    super(
      `schedule ${failed} failed: ${reason}\napplied: ${list(applied)}; not applied: ${list([failed, ...left])}; ` +
        'the same command again goes on',
      { cause },
    );
    this.applied = applied;
    this.failed = failed;
    this.left = left;
  }
}

function list(names: readonly string[]): string {
  return names.join(', ') || 'none';
}
