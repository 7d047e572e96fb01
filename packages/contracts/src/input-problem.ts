/** One thing wrong with an input: the field, what was given, what is allowed. */
export interface InputProblem {
  readonly field: string;
  readonly message: string;
}
