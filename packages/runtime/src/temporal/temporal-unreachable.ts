import { StartFailure } from '../process/start-failure.ts';

/** No Temporal server answers at an address, or it lets nobody in. */
export class TemporalUnreachable extends StartFailure {
  override readonly name = 'TemporalUnreachable';
  readonly address: string;
  readonly reason: string;

  constructor(address: string, cause: unknown) {
    const reason = toReason(cause);
    super(
      `Temporal cannot be reached at ${address}: ${reason}. Start it, or set TEMPORAL_ADDRESS to where it runs.`,
      { cause },
    );
    this.address = address;
    this.reason = reason;
  }
}

function toReason(cause: unknown): string {
  const said = cause instanceof Error ? detailsOf(cause) : String(cause);
  const known = reasons.find(({ pattern }) => pattern.test(said));
  return known?.reason ?? said.split('\n')[0] ?? said;
}

/** gRPC keeps what happened in `details`; its message repeats the status code before it. */
function detailsOf(cause: Error): string {
  return 'details' in cause && typeof cause.details === 'string' ? cause.details : cause.message;
}

const reasons = [
  { pattern: /ECONNREFUSED|Connection refused/i, reason: 'connection refused' },
  { pattern: /Name resolution failed|dns error|ENOTFOUND/i, reason: 'no host of that name' },
  { pattern: /deadline|timed out/i, reason: 'no answer in time' },
  { pattern: /HTTP status code|UNIMPLEMENTED|protocol error/i, reason: 'what answers there is not Temporal' },
  {
    pattern: /certificate|tls|ssl|handshake/i,
    reason: 'TLS failed; see TEMPORAL_TLS and TEMPORAL_TLS_SERVER_CA_CERT_PATH',
  },
];
