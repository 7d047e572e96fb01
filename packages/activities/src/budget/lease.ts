import type { RequestBudget } from '@headrace/contracts';

/** Where all workers share a host's budget: the store. Both throw `StoreUnavailable`. */
export interface RequestLeases {
  /** Books requests and renews slots, by the store's clock, in one step. */
  leaseRequests(ask: HostLeaseRequest): Promise<Lease>;
  /** Records for everyone that the host asked to wait. Resolves to how long nobody asks it anything, ms. */
  blockHost(block: HostBlock): Promise<number>;
}

/** A worker's request for a host's lease. */
export interface HostLeaseRequest {
  /** The host's origin. */
  readonly host: string;
  readonly worker: string;
  readonly budget: RequestBudget;
  /** Requests to book; 0 to renew alone. */
  readonly requests: number;
  /** Requests that the worker may have in flight until it is answered, from the lease before. */
  readonly held: number;
  /** Requests that it would have in flight; 0 gives all of its slots back. */
  readonly wanted: number;
  /** Whether the host answered since the lease before, other than by asking to wait. */
  readonly answered: boolean;
}

export interface Lease {
  /** Requests booked; 0 while the host is blocked. */
  readonly requests: number;
  /** When the first of them may go out, ms from now; the further ones follow at the budget's rate. Below 0: overdue. */
  readonly startsIn: number;
  /** Requests that the worker may have in flight. */
  readonly slots: number;
  /** The number of workers on the host now, at least 1. */
  readonly workers: number;
  /** ms; 0 where the host is not blocked. */
  readonly blockedFor: number;
}

/** A host's answer that asks to wait: 429, or 503 with `Retry-After`. */
export interface HostBlock {
  /** The host's origin. */
  readonly host: string;
  readonly budget: RequestBudget;
  /** As the host asked, ms; a growing back-off where it did not say. */
  readonly retryAfter: number | undefined;
  /** How long ago the refused request was sent, ms: one sent before the last block ended tells nothing new. */
  readonly age: number;
}

interface Booking {
  readonly requests: number;
  readonly startsAt: number;
  readonly spacing: number;
  readonly now: number;
}

/** How long after its time a booked request may be sent, ms. */
const lifetime = 1_000;

/** Requests that one lease booked, each with its time; ms on `performance.now()`'s clock. */
export class Reservation {
  #booking: Booking = { requests: 0, startsAt: 0, spacing: 0, now: 0 };
  #taken = 0;

  get left(): number {
    return this.#booking.requests - this.#taken;
  }

  /** Taken of the last lease. */
  get taken(): number {
    return this.#taken;
  }

  /** When the next may be taken; `Infinity` where none is left. */
  get nextAt(): number {
    return this.left > 0 ? this.#timeOf(this.#taken) : Infinity;
  }

  /** Takes one that is due. */
  take(now: number): boolean {
    if (this.left === 0 || this.#timeOf(this.#taken) > now) return false;
    this.#taken += 1;
    return true;
  }

  /** Replaces what is left. */
  book(booking: Booking): void {
    this.#booking = booking;
    this.#taken = 0;
  }

  /** Gives up what nobody took in time: sent much later, it would come on top of another worker's. */
  expire(now: number): void {
    const { requests, now: bookedAt } = this.#booking;
    if (now > Math.max(bookedAt, this.#timeOf(requests)) + lifetime) this.drop();
  }

  drop(): void {
    this.#booking = { ...this.#booking, requests: this.#taken };
  }

  #timeOf(index: number): number {
    return this.#booking.startsAt + index * this.#booking.spacing;
  }
}
