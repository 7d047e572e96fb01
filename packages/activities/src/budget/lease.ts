import type { RequestBudget } from '@headrace/contracts';

/** Where all workers share a host's budget: the store. Both throw `StoreUnavailable`. */
export interface RequestLeases {
  /** Books requests and renews slots, by the store's clock, in one step. */
  leaseRequests(ask: LeaseAsk): Promise<Lease>;
  /** Records for everyone that the host asked to wait. Resolves to how long nobody asks it anything, ms. */
  blockHost(block: HostBlock): Promise<number>;
}

/** What one worker wants of one host. */
export interface LeaseAsk {
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
  /** Workers that share the host now, this one included. */
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

/** Requests that one lease booked, each with its time; ms on `performance.now()`'s clock. */
export interface Permits {
  readonly left: number;
  /** Taken of the last lease. */
  readonly taken: number;
  /** When the next may be taken; `Infinity` where none is left. */
  readonly nextAt: number;
  /** Takes one that is due. */
  take(now: number): boolean;
  /** Replaces what is left. */
  book(booking: Booking): void;
  /** Gives up what nobody took in time: used much later, it would come on top of another worker's. */
  expire(now: number): void;
  drop(): void;
}

interface Booking {
  readonly requests: number;
  readonly startsAt: number;
  readonly spacing: number;
  readonly now: number;
}

/** How long after its time a permit may be used, ms. */
const lifetime = 1_000;

export function createPermits(): Permits {
  let booking: Booking = { requests: 0, startsAt: 0, spacing: 0, now: 0 };
  let taken = 0;
  const left = (): number => booking.requests - taken;
  const timeOf = (index: number): number => booking.startsAt + index * booking.spacing;
  const drop = (): void => {
    booking = { ...booking, requests: taken };
  };
  return {
    get left() {
      return left();
    },
    get taken() {
      return taken;
    },
    get nextAt() {
      return left() > 0 ? timeOf(taken) : Infinity;
    },
    take(now) {
      if (left() === 0 || timeOf(taken) > now) return false;
      taken += 1;
      return true;
    },
    book(next) {
      booking = next;
      taken = 0;
    },
    expire(now) {
      if (now > Math.max(booking.now, timeOf(booking.requests)) + lifetime) drop();
    },
    drop,
  };
}
