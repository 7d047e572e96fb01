/**
 * The `type` strings of errors on the wire. An error is known by its type, never by its message.
 * A terminal error ends its activity and its run at once; everything else, programming errors included, is retried.
 */
export const terminalErrors = {
  /** The input is not as the contract says; the message names the field, what was given and what is allowed. */
  invalidInput: 'InvalidInput',
  /** No pipeline of that name is registered in this worker. */
  unknownPipeline: 'UnknownPipeline',
  /** The source refused its list with an answer that waiting does not mend, such as 404. */
  sourceRefused: 'SourceRefused',
  /** No run of that id is in the store. */
  runNotFound: 'RunNotFound',
  /** The run's keys were pruned: which rows are its own is no longer known. The message names the run and says when. */
  runPruned: 'RunPruned',
  /** More of the run's items were quarantined than the contract allows; nothing was published. */
  quarantineLimit: 'QuarantineLimit',
  /** The dataset's table and the contract's columns cannot be brought together by widening. */
  datasetMismatch: 'DatasetMismatch',
  /** A dataset that the run needs was not there in time, and the run was to fail then. */
  dependencyMissed: 'DependencyMissed',
  /** Some of a backfill's runs failed; the others were run all the same. */
  intervalsFailed: 'IntervalsFailed',
} as const;

/** Error types that a further attempt is expected to mend. */
export const retryableErrors = {
  /** The source gave no answer at all, or its list could not be read. */
  sourceUnavailable: 'SourceUnavailable',
  /** Postgres could not be reached or dropped the connection. */
  storeUnavailable: 'StoreUnavailable',
  /** The batch is through, but some of its items failed transiently; the next attempt does only those. */
  itemsPending: 'ItemsPending',
  /** Another attempt took the batch over; this one wrote nothing and stopped. */
  superseded: 'Superseded',
  /** The attempt was alive but committed nothing for too long. */
  noProgress: 'NoProgress',
  /** The worker is stopping and gave the batch back; it goes on elsewhere from its cursor. */
  handedBack: 'HandedBack',
  /** The dataset has no newer version yet; the next attempt looks again. */
  noVersion: 'NoVersion',
} as const;

export type TerminalErrorType = (typeof terminalErrors)[keyof typeof terminalErrors];
export type RetryableErrorType = (typeof retryableErrors)[keyof typeof retryableErrors];

/** Why an item is in quarantine: what the source answered, or what was wrong with the answer. */
export const quarantineReasons = [
  'refused',
  'malformed',
  'not-json',
  'too-large',
  'unstorable',
  'redirects',
  'rate-limited',
  'unavailable',
  'timeout',
  'network',
] as const;

/**
 * - `refused`: a 4xx answer other than those that mean absent or wait
 * - `malformed`: JSON, but not the record the source promises
 * - `not-json`: the body is not JSON
 * - `too-large`: the decoded body passes the size cap
 * - `unstorable`: a value Postgres cannot hold, such as NUL in text
 * - `redirects`: too many redirects, or one to nowhere
 * - `rate-limited`: 429 until the attempts ran out
 * - `unavailable`: 5xx until the attempts ran out
 * - `timeout`: no complete answer within the deadline
 * - `network`: connection refused, reset, or cut in the middle of the body
 */
export type QuarantineReason = (typeof quarantineReasons)[number];

/**
 * Tells a caller what to do about an error.
 * - `invalid`: change the request
 * - `missing`: there is no such thing
 * - `gone`: it was there, and was removed for good
 * - `conflict`: its present state does not allow it
 * - `failed`: it was tried, and did not succeed
 * - `unanswered`: nobody did the work in time
 * - `unreachable`: Temporal or a source cannot be reached
 */
export type ErrorKind = 'invalid' | 'missing' | 'gone' | 'conflict' | 'failed' | 'unanswered' | 'unreachable';

export interface ErrorKindMeaning {
  readonly exitCode: 1 | 2 | 3;
  readonly httpStatus: number;
  /** In words, as the reference prints it. */
  readonly meaning: string;
}

/** The one place that turns an error's kind into the command's exit code and an HTTP status (RFC 9110 §15). */
export const errorKinds: Readonly<Record<ErrorKind, ErrorKindMeaning>> = {
  invalid: { exitCode: 2, httpStatus: 422, meaning: 'bad usage, input or settings: nothing was started' },
  missing: { exitCode: 2, httpStatus: 404, meaning: 'there is no such run, schedule, backfill or item' },
  gone: { exitCode: 2, httpStatus: 410, meaning: 'it was pruned' },
  conflict: { exitCode: 2, httpStatus: 409, meaning: 'its state does not allow it' },
  failed: { exitCode: 1, httpStatus: 500, meaning: 'the run failed or was cancelled' },
  unanswered: { exitCode: 1, httpStatus: 504, meaning: 'no worker answered in time' },
  unreachable: {
    exitCode: 3,
    httpStatus: 503,
    meaning: 'Temporal cannot be reached, or has no such namespace',
  },
};

/** The kind that an error carries, whichever copy of a package made it; `undefined` for any other error. */
export function kindOf(error: unknown): ErrorKind | undefined {
  if (!(error instanceof Error) || !('kind' in error) || typeof error.kind !== 'string') return undefined;
  return Object.hasOwn(errorKinds, error.kind) ? (error.kind as ErrorKind) : undefined;
}
