import { terminalErrors, type InputProblem, type ErrorKind } from '@headrace/contracts';

/** An error of this client, identified by its `type`, never by its message. */
export abstract class HeadraceError extends Error {
  abstract readonly type: string;
  /** Decides the exit code and the HTTP status. */
  abstract get kind(): ErrorKind;
}

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

  get kind(): ErrorKind {
    return 'invalid';
  }
}

export interface NoAnswerOptions extends ErrorOptions {
  /** The place to look at; workers of both kinds and Postgres by default. */
  readonly hint?: string;
}

const anywhere = 'the workers are not running, or cannot reach Postgres';

/** Temporal is there, but no worker did the work within its bound. */
export class NoAnswer extends HeadraceError {
  override readonly name = 'NoAnswer';
  readonly type = 'NoAnswer';

  constructor(work: string, timeout: number, { hint = anywhere, ...options }: NoAnswerOptions = {}) {
    const seconds = Math.round(timeout / 1000);
    super(`${work} got no answer within ${seconds} s: ${hint}`, options);
  }

  get kind(): ErrorKind {
    return 'unanswered';
  }
}

/** Temporal did not answer within the deadline, or its connection is down. */
export class TemporalUnreachable extends HeadraceError {
  override readonly name = 'TemporalUnreachable';
  readonly type = 'TemporalUnreachable';

  constructor(options?: ErrorOptions) {
    super('Temporal does not answer', options);
  }

  get kind(): ErrorKind {
    return 'unreachable';
  }
}
