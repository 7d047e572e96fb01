import { StartFailure } from '../process/start-failure.ts';

/** No Temporal server answers at an address, or it lets nobody in. */
export class TemporalUnreachable extends StartFailure {
  override readonly name = 'TemporalUnreachable';
  readonly address: string;
  readonly reason: string;

  constructor(address: string, cause: unknown) {
    const { reason, advice } = explainConnection(cause);
    super(`Temporal cannot be reached at ${address}: ${reason}. ${advice}`, { cause });
    this.address = address;
    this.reason = reason;
  }

  /** One of contracts' kinds of errors. */
  get kind(): 'unreachable' {
    return 'unreachable';
  }
}

/** Why a Temporal server could not be connected to, and what would help. */
export interface Explanation {
  readonly reason: string;
  readonly advice: string;
}

/** In our words, whichever of the SDK's two connections failed: gRPC's in Node's words, or the core's in Rust's. */
export function explainConnection(cause: unknown): Explanation {
  const said = cause instanceof Error ? detailsOf(cause) : String(cause);
  const known = explanations.find(({ pattern }) => pattern.test(said));
  return {
    reason: known?.reason ?? said.split('\n')[0] ?? said,
    advice: known?.advice ?? 'Start it, or set TEMPORAL_ADDRESS to where it runs.',
  };
}

/** gRPC keeps what happened in `details`, and the status in `code`; its message repeats both. */
function detailsOf(cause: Error): string {
  if (!('details' in cause) || typeof cause.details !== 'string') return cause.message;
  const refused = 'code' in cause && (cause.code === unauthenticated || cause.code === permissionDenied);
  return refused ? `${credentialsRefused}: ${cause.details}` : cause.details;
}

/** https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
const permissionDenied = 7;
const unauthenticated = 16;
const credentialsRefused = 'valid authentication credentials';

const clientCertificate = 'TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH';

/** The first that matches: what is known exactly comes before what it is a case of. */
const explanations: readonly (Partial<Explanation> & { pattern: RegExp; reason: string })[] = [
  { pattern: /ECONNREFUSED|Connection ?refused/i, reason: 'connection refused' },
  { pattern: /Name resolution failed|dns error|ENOTFOUND/i, reason: 'no host of that name' },
  { pattern: /deadline|timed out/i, reason: 'no answer in time' },
  {
    pattern: /valid authentication credentials|does not have permission/,
    reason: 'it refuses the credentials',
    advice: `See TEMPORAL_API_KEY, TEMPORAL_NAMESPACE, and ${clientCertificate}.`,
  },
  {
    pattern: /ServerName to an IP address/,
    reason: "with TLS, this command's connection needs a host name instead of an IP address",
    advice:
      'Set TEMPORAL_ADDRESS to a name, or TEMPORAL_TLS_SERVER_NAME to one in the certificate; or TEMPORAL_TLS=false.',
  },
  {
    pattern: /wrong version number|InvalidContentType/i,
    reason: 'it speaks no TLS, and TEMPORAL_TLS or TEMPORAL_API_KEY asks for it',
    advice: 'Set TEMPORAL_TLS=false, or TEMPORAL_ADDRESS to where it does.',
  },
  {
    pattern: /ALTNAME_INVALID|NotValidForName/,
    reason: 'its certificate is for another host name',
    advice: 'Set TEMPORAL_TLS_SERVER_NAME to a name in the certificate.',
  },
  {
    pattern: /certificate has expired|not yet valid|InvalidCertificate\((?:Expired|NotValidYet)/,
    reason: 'its certificate is not valid at this time',
    advice: 'Renew it, or set the clock.',
  },
  {
    pattern: /CaUsedAsEndEntity/,
    reason: "its certificate is a CA's own, which no worker accepts",
    advice: 'Give it one that the CA has signed.',
  },
  {
    pattern: /unable to (?:verify|get)|self-signed|UnknownIssuer|BadSignature/,
    reason: 'its certificate is signed by nobody who is trusted here',
    advice: 'Set TEMPORAL_TLS_SERVER_CA_CERT_PATH to the certificate of the CA that signed it.',
  },
  {
    pattern: /certificate ?required/i,
    reason: 'it wants a client certificate',
    advice: `Set ${clientCertificate}.`,
  },
  {
    pattern: /received fatal alert|ssl alert number/i,
    reason: 'it refuses the client certificate',
    advice: `See ${clientCertificate}.`,
  },
  { pattern: /HTTP status code|UNIMPLEMENTED|protocol error/i, reason: 'what answers there is not Temporal' },
  {
    pattern:
      /ECONNRESET|EPIPE|ConnectionReset|BrokenPipe|UnexpectedEof|connection closed|handshake eof|socket disconnected|Failed to connect/i,
    reason: 'it closes the connection, as a server does that wants TLS or another client certificate',
    advice: `See TEMPORAL_TLS, and ${clientCertificate}.`,
  },
  {
    pattern: /certificate|tls|ssl|handshake/i,
    reason: 'TLS failed',
    advice: 'See the TEMPORAL_TLS variables.',
  },
];
