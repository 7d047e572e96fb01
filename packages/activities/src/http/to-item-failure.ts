import type { QuarantineReason } from '@headrace/contracts';
import { isHTTPError } from 'ky';

import { capRecord } from '../cap-record.ts';
import { ItemFailure } from '../item-failure.ts';
import { BadAnswer } from './bad-answer.ts';
import { parseRetryAfter } from './retry-after.ts';

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
