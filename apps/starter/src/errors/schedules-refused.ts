import type { FileProblem } from '../schedules-file/document.ts';

/** A schedules file is not as it should be; nothing was applied. */
export class SchedulesRefused extends Error {
  override readonly name = 'SchedulesRefused';
  readonly file: string;
  /** Every problem with its place, in the order of the file. */
  readonly problems: readonly FileProblem[];

  constructor(file: string, problems: readonly FileProblem[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super(`${file}: ${count}; nothing was applied`);
    this.file = file;
    this.problems = problems;
  }
}
