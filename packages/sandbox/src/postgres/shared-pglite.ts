import { PGlite } from '@electric-sql/pglite';

const sync = Uint8Array.of(0x53, 0, 0, 0, 4);
/** Close, Bind, Describe, Execute, Flush and Parse: each opens a sequence that Sync ends. */
const sequenceMessages = new Set([...'CBDEHP'].map((letter) => letter.charCodeAt(0)));

/**
 * One PGlite for several connections. The socket server interleaves its connections' messages outside of transactions;
 * a Parse–Bind–Execute–Sync sequence must stay together too, since PGlite has only one unnamed statement.
 */
export class SharedPglite extends PGlite {
  #inSequence = false;

  /** What the socket server asks before it serves another connection. */
  override isInTransaction(): boolean {
    return this.#inSequence || super.isInTransaction();
  }

  override async execProtocolRawStream(...args: Parameters<PGlite['execProtocolRawStream']>): Promise<void> {
    await super.execProtocolRawStream(...args);
    this.#inSequence = sequenceMessages.has(args[0][0] ?? 0);
  }

  /** The socket server's `ROLLBACK` for a connection that is gone. */
  override async exec(...args: Parameters<PGlite['exec']>): ReturnType<PGlite['exec']> {
    if (this.#inSequence) {
      await super.execProtocolRaw(sync);
      this.#inSequence = false;
    }
    return super.exec(...args);
  }
}
