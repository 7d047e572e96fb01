import { HeadraceError } from './headrace-error.ts';

export interface NoAnswerOptions extends ErrorOptions {
  /** What to look at; both kinds of workers and Postgres by default. */
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
}
