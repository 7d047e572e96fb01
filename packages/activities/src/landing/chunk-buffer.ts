import type { AnyRow } from '@headrace/contracts';

import type { Outcome } from './outcome.ts';

export interface BufferBounds {
  /** Items of one chunk. */
  readonly chunk: number;
  /** Of one chunk, met by its last item; and of outcomes that no chunk has taken: past it nothing begins. */
  readonly bytes: number;
}

/** A reorder buffer of at most two chunks: items end in any order, and chunks leave it in list order. */
export class ChunkBuffer {
  readonly #items: number;
  readonly #bounds: BufferBounds;
  /** Items that chunks have taken. */
  #taken = 0;
  /** Items begun. */
  #begun = 0;
  /** From the first item that no chunk has taken. */
  readonly #outcomes: (Outcome | undefined)[] = [];
  /** How many of them there are without a gap. */
  #whole = 0;
  #bytes = 0;
  #over = false;
  #ready = Promise.withResolvers<void>();
  #room = Promise.withResolvers<void>();

  constructor(items: number, bounds: BufferBounds) {
    this.#items = items;
    this.#bounds = bounds;
  }

  /** Whether one more may begin now, or none ever will. */
  get hasRoom(): boolean {
    const { chunk, bytes } = this.#bounds;
    return this.isOver || (this.#begun < this.#taken + 2 * chunk && this.#bytes < bytes);
  }

  /** Resolves after the next `drop` or `end`. */
  get room(): Promise<void> {
    return this.#room.promise;
  }

  /** Nothing is left to begin. */
  get isOver(): boolean {
    return this.#over || this.#begun === this.#items;
  }

  /** The index of an item that nobody has begun. */
  begin(): number {
    this.#begun += 1;
    return this.#begun - 1;
  }

  /** Keeps what became of an item that was begun. */
  put(index: number, outcome: Outcome): void {
    this.#outcomes[index - this.#taken] = outcome;
    this.#bytes += bytesOf(outcome);
    while (this.#outcomes[this.#whole] !== undefined) this.#whole += 1;
    this.#announce();
  }

  /** Begins nothing further. */
  end(): void {
    this.#over = true;
    this.#room.resolve();
  }

  /** Resolves when the next chunk is whole. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** The next chunk, as far as it goes without a gap. */
  nextChunk(): Outcome[] {
    const { chunk, bytes } = this.#bounds;
    const outcomes: Outcome[] = [];
    let size = 0;
    while (outcomes.length < Math.min(this.#whole, chunk) && size < bytes) {
      const outcome = this.#outcomes[outcomes.length]!;
      outcomes.push(outcome);
      size += bytesOf(outcome);
    }
    return outcomes;
  }

  /** Forgets a chunk that has been taken, which makes room. */
  drop(chunk: readonly Outcome[]): void {
    this.#outcomes.splice(0, chunk.length);
    this.#whole -= chunk.length;
    this.#taken += chunk.length;
    for (const outcome of chunk) this.#bytes -= bytesOf(outcome);
    this.#ready = Promise.withResolvers();
    this.#announce();
    this.#room.resolve();
    this.#room = Promise.withResolvers();
  }

  #announce(): void {
    const { chunk, bytes } = this.#bounds;
    const wanted = this.#bytes < bytes ? chunk : 1;
    if (this.#whole >= Math.min(wanted, this.#items - this.#taken)) this.#ready.resolve();
  }
}

/** About what an outcome takes. */
function bytesOf(outcome: Outcome): number {
  if (outcome.is === 'landed') return bytesOfRow(outcome.row);
  return outcome.is === 'failed' ? (outcome.failure.record?.length ?? 0) : 0;
}

function bytesOfRow(row: AnyRow): number {
  let bytes = 0;
  for (const value of Object.values(row)) bytes += typeof value === 'string' ? value.length : 8;
  return bytes;
}
