import { terminalErrors, type InputProblem } from '@headrace/contracts';

import { HeadraceError } from './headrace-error.ts';

/** A request is not as the contract says; nothing was started. */
export class InvalidInput extends HeadraceError {
  override readonly name = 'InvalidInput';
  readonly type: string = terminalErrors.invalidInput;
  /** Every problem, in the contract's order. */
  readonly problems: readonly InputProblem[];

  constructor(pipeline: string, problems: readonly InputProblem[]) {
    super(`${pipeline} refused its input: ${problems.map((problem) => problem.message).join('; ')}`);
    this.problems = problems;
  }
}
