import { StartFailure } from '../process/start-failure.ts';
import { explainConnection } from './explain-connection.ts';

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
}
