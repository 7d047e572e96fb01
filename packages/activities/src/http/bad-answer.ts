import type { QuarantineReason } from '@headrace/contracts';

export interface BadAnswerOptions {
  /** The body as it came, whole. */
  readonly body?: string;
  readonly cause?: unknown;
}

/** A request came to nothing usable: what happened, without the request it happened to. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer';
  readonly reason: QuarantineReason;
  readonly body: string | undefined;

  constructor(reason: QuarantineReason, message: string, options: BadAnswerOptions = {}) {
    super(message, { cause: options.cause });
    this.reason = reason;
    this.body = options.body;
  }
}
