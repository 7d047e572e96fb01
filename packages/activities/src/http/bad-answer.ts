import type { QuarantineReason } from '@headrace/contracts';
import { isHTTPError } from 'ky';

import { capRecord, ItemFailure } from '../source/item-failure.ts';

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

const transientReasons: ReadonlySet<QuarantineReason> = new Set<QuarantineReason>([
  'rate-limited',
  'unavailable',
  'timeout',
  'network',
  // A proxy's error page with status 200, more often than a source that does not speak JSON.
  'not-json',
]);

/**
 * The one place where what became of a request gets its reason and becomes transient or terminal.
 * `request` is the method and URL. `undefined` for an error that is not the source's doing.
 */
export function toItemFailure(error: unknown, request: string): ItemFailure | undefined {
  if (error instanceof BadAnswer) return fromBadAnswer(error, request);
  if (isHTTPError(error)) return fromStatus(error.response, request);
  return undefined;
}

function fromBadAnswer(error: BadAnswer, request: string): ItemFailure {
  return new ItemFailure(error.reason, `${request}: ${error.message}`, {
    transient: transientReasons.has(error.reason),
    ...(error.body !== undefined && { record: capRecord(error.body) }),
    cause: error.cause,
  });
}

function fromStatus({ status, headers }: Response, request: string): ItemFailure {
  const reason = reasonOf(status);
  const retryAfter = parseRetryAfter(headers.get('retry-after'));
  const wait = retryAfter === undefined ? '' : `, to be asked again after ${retryAfter} ms`;
  return new ItemFailure(reason, `${request}: answered ${status}${wait}`, {
    transient: transientReasons.has(reason),
    status,
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

/** 408 and 425 say that the same request may succeed later: RFC 9110 §15.5.9, RFC 8470 §5.2. */
function reasonOf(status: number): QuarantineReason {
  if (status === 429) return 'rate-limited';
  if (status >= 500 || status === 425) return 'unavailable';
  if (status === 408) return 'timeout';
  return 'refused';
}

/** A source that asks for longer is asked again after a day all the same, ms. */
const longest = 24 * 60 * 60_000;

/** Wait in ms that a `Retry-After` header asks for, in seconds or by an HTTP date: RFC 9110 §10.2.3. */
export function parseRetryAfter(header: string | null, now: number = Date.now()): number | undefined {
  const wait = header === null ? Number.NaN : toWait(header, now);
  return Number.isNaN(wait) ? undefined : Math.min(longest, Math.max(0, wait));
}

function toWait(header: string, now: number): number {
  if (/^\d+$/.test(header)) return Number(header) * 1_000;
  if (!/^[A-Z][a-z]{2,8},? /.test(header)) return Number.NaN;
  // The oldest of the three formats names no zone, and means GMT: RFC 9110 §5.6.7. Some servers send `+0000`.
  const hasZone = /(?: (?:GMT|UTC|Z)|[+-]\d{4})$/.test(header);
  return Date.parse(hasZone ? header : `${header} GMT`) - now;
}
