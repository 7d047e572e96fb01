import type { AnyInputSchema } from '@headrace/contracts';

export type FaultKind =
  | 'latency'
  | 'status'
  | 'rate-limit'
  | 'hang'
  | 'drip'
  | 'truncate'
  | 'invalid-json'
  | 'malformed'
  | 'nul-text'
  | 'null'
  | 'oversize'
  | 'gzip-bomb'
  | 'redirect-loop'
  | 'reset';

/** Details of a fault; each kind takes those that `faultOptions` lists for it. */
export interface FaultOptions {
  /** `latency`: wait before the answer. `drip`: between two bytes. ms. */
  readonly ms?: number;
  /** `status`: the status answered. */
  readonly status?: number;
  /** `rate-limit`: seconds the client is asked to wait. */
  readonly retryAfter?: number;
  /** `rate-limit`: say it as an HTTP date. */
  readonly date?: boolean;
  /** `truncate`: cut a chunked body, where none announces its length. */
  readonly chunked?: boolean;
  /** `oversize`, `gzip-bomb`: bytes of the decoded body. */
  readonly bytes?: number;
}

const bytes = {
  type: 'integer',
  minimum: 1,
  maximum: 1_073_741_824,
  default: 67_108_864,
  description: 'bytes of the decoded body',
} as const;

/** Every kind of fault with the options it takes. */
export const faultOptions: Readonly<Record<FaultKind, AnyInputSchema>> = {
  /** Waits, then goes on to the next rule. */
  latency: {
    ms: {
      type: 'integer',
      minimum: 0,
      maximum: 600_000,
      default: 1_000,
      description: 'wait before the answer',
    },
  },
  /** Answers with an error status and a page of HTML, as gateways do. */
  status: {
    status: { type: 'integer', minimum: 400, maximum: 599, default: 503, description: 'the status' },
  },
  /** 429 with `Retry-After`. */
  'rate-limit': {
    retryAfter: { type: 'integer', minimum: 0, maximum: 86_400, default: 1, description: 'seconds to wait' },
    date: { type: 'boolean', default: false, description: 'say it as an HTTP date' },
  },
  /** Takes the request and never answers. */
  hang: {},
  /** Sends the headers, then one byte of whitespace after another, for ever. */
  drip: {
    ms: { type: 'integer', minimum: 1, maximum: 600_000, default: 500, description: 'between two bytes' },
  },
  /** Ends the connection in the middle of the body. */
  truncate: { chunked: { type: 'boolean', default: false, description: 'cut a chunked body' } },
  /** 200 with a page of HTML. */
  'invalid-json': {},
  /** 200 with JSON of another shape. */
  malformed: {},
  /** The true item with NUL, which Postgres cannot hold, in its title. */
  'nul-text': {},
  /** 200 with `null`, as for an item that is not there. */
  null: {},
  /** The true body behind so much whitespace. */
  oversize: { bytes },
  /** The body of `oversize`, compressed to a thousandth of its size. */
  'gzip-bomb': { bytes },
  /** Redirects that never end. */
  'redirect-loop': {},
  /** Resets the connection without an answer. */
  reset: {},
};

export const faultKinds: readonly FaultKind[] = Object.keys(faultOptions) as FaultKind[];
