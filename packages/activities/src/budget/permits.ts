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
