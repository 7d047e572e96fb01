import { limits, type QuarantineReason } from '@headrace/contracts';

export interface ItemFailureOptions {
  /** Whether a later request may succeed. */
  readonly transient: boolean;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** How long the source asked to wait, ms. */
  readonly retryAfter?: number;
  /** The answer as it came, for quarantine. */
  readonly record?: string;
  readonly cause?: unknown;
}

/** One item could not be had: a value for its batch, never the batch's own failure. */
export class ItemFailure extends Error {
  override readonly name = 'ItemFailure';
  readonly reason: QuarantineReason;
  readonly transient: boolean;
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;
  readonly record: string | undefined;

  constructor(reason: QuarantineReason, message: string, options: ItemFailureOptions) {
    super(message, { cause: options.cause });
    this.reason = reason;
    this.transient = options.transient;
    this.status = options.status;
    this.retryAfter = options.retryAfter;
    this.record = options.record;
  }
}

/** The head of a record, as much as quarantine keeps: `limits.quarantineRecordBytes` of UTF-8. */
export function capRecord(text: string): string {
  const bytes = Buffer.from(text.slice(0, limits.quarantineRecordBytes));
  if (bytes.length <= limits.quarantineRecordBytes) return bytes.toString();
  // A character cut in two decodes to replacement characters.
  return bytes
    .subarray(0, limits.quarantineRecordBytes)
    .toString()
    .replace(/\uFFFD+$/, '');
}
