import type { RequestBudget } from '@headrace/contracts';

import { Reservation, type Lease, type HostLeaseRequest } from './lease.ts';

/** One lease books this many seconds of the host's rate, over all workers. */
const leaseSeconds = 0.25;
/** How long a lease is acted on, ms: what another worker recorded since is not known. */
const trust = 500;
/** Slots in use are renewed, and idle ones given back, after, ms. */
const renewal = 1_000;
/** A worker without a slot asks again after, ms. */
const starvedPoll = 100;
/** A worker that has some slots and wants more asks again after, ms. */
const sharePoll = 500;

/** The load of a worker on a host. */
export interface Load {
  readonly inFlight: number;
  readonly waiting: number;
}

/** One worker's request for a lease, without the host. */
export type LeaseRequest = Pick<HostLeaseRequest, 'requests' | 'held' | 'wanted' | 'answered'>;

/** One worker's last lease, and the time of its next request; ms on `performance.now()`'s clock. */
export class LeaseState {
  readonly #budget: RequestBudget;
  readonly #reservation = new Reservation();
  /** Requests that may be in flight. */
  #slots = 0;
  /** Slots that are this worker's in the store: more than `#slots` while it has some to give back. */
  #held = 0;
  /** The most requests that would have been in flight since the last lease. */
  #peak = 0;
  /** The peak that the store was told. */
  #wanted = 0;
  #workers = 1;
  #answered = false;
  #askedAt = 0;
  #trustedUntil = 0;
  #blockedUntil = 0;
  #refusedAt = 0;
  /** Of 0.75 to 1.25: workers that wait for the same do not all ask at once. */
  #jitter = 1;

  constructor(budget: RequestBudget) {
    this.#budget = budget;
  }

  /** Whether one more request may go out now; if so, it has been counted. */
  take({ inFlight }: Load, now: number): boolean {
    if (inFlight >= this.#slots || now >= this.#trustedUntil || now < this.#blockedUntil) return false;
    return this.#reservation.take(now);
  }

  /** When the next request may go out by this lease; `Infinity` where none may. */
  nextStart({ inFlight, waiting }: Load): number {
    return waiting > 0 && inFlight < this.#slots ? this.#reservation.nextAt : Infinity;
  }

  /** When the store is to be asked again; `Infinity` when there is nothing to ask. */
  nextAsk(load: Load, now: number): number {
    const { inFlight, waiting } = load;
    this.#peak = Math.max(this.#peak, inFlight + waiting);
    const renewAt = this.#askedAt + renewal;
    if (waiting === 0) return this.#held > 0 || inFlight > 0 ? renewAt : Infinity;
    if (this.#toWant() > this.#wanted) return now;
    if (inFlight >= this.#slots) return this.#nextSlots(inFlight, now);
    if (now < this.#blockedUntil) return Math.min(renewAt, this.#blockedUntil + this.#jitter);
    if (this.#reservation.left === 0) return now;
    return Math.min(renewAt, Math.max(this.#trustedUntil, this.#reservation.nextAt));
  }

  #nextSlots(inFlight: number, now: number): number {
    const isToGiveBack = this.#held > this.#slots && inFlight <= this.#slots;
    if (isToGiveBack) return now;
    return this.#askedAt + this.#jitter * (this.#slots === 0 ? starvedPoll : sharePoll);
  }

  /** Makes the next lease request. A worker that was idle since its last lease gives its slots back. */
  ask({ inFlight, waiting }: Load, now: number): LeaseRequest {
    this.#peak = Math.max(this.#peak, inFlight + waiting);
    this.#wanted = this.#toWant();
    this.#peak = inFlight + waiting;
    if (this.#wanted === 0) this.#slots = 0;
    this.#held = Math.max(inFlight, this.#slots);
    this.#askedAt = now;
    this.#jitter = 0.75 + Math.random() / 2;
    this.#reservation.expire(now);
    const isToBook = inFlight < this.#slots && now >= this.#blockedUntil && this.#reservation.left === 0;
    const answered = this.#answered;
    this.#answered = false;
    const requests = isToBook ? this.#toBook(waiting) : 0;
    return { requests, held: this.#held, wanted: this.#wanted, answered };
  }

  #toWant(): number {
    return Math.min(this.#budget.concurrent, this.#peak);
  }

  /** For those who wait, or twice what the last lease came to: a fast host needs one lease for many requests. */
  #toBook(waiting: number): number {
    const part = Math.ceil((this.#budget.requestsPerSecond * leaseSeconds) / this.#workers);
    return waiting === 0 ? 0 : Math.min(part, Math.max(waiting, 2 * this.#reservation.taken));
  }

  /** The store's answer. */
  grant(lease: Lease, now: number): void {
    this.#trustedUntil = this.#askedAt + trust;
    this.#slots = lease.slots;
    this.#held = Math.max(this.#held, lease.slots);
    this.#workers = lease.workers;
    const isNews = this.#refusedAt < this.#askedAt;
    this.#blockedUntil = Math.max(
      isNews ? 0 : this.#blockedUntil,
      lease.blockedFor && now + lease.blockedFor,
    );
    if (lease.blockedFor > 0) this.#reservation.drop();
    if (lease.requests === 0) return;
    const spacing = 1_000 / this.#budget.requestsPerSecond;
    this.#reservation.book({ requests: lease.requests, startsAt: now + lease.startsIn, spacing, now });
  }

  /** The store did not answer; what an idle worker held expires there by itself. */
  lose({ inFlight }: Load): void {
    this.#trustedUntil = 0;
    if (inFlight > 0) return;
    this.#slots = 0;
    this.#held = 0;
  }

  /** The host answered, other than by asking to wait. */
  noteAnswer(): void {
    this.#answered = true;
  }

  /** The host asked to wait. */
  block(wait: number, now: number): void {
    this.#reservation.drop();
    this.#refusedAt = now;
    this.#blockedUntil = Math.max(this.#blockedUntil, now + wait);
  }

  /** ms; 0 where the host is not blocked, as far as this worker knows. */
  blockedFor(now: number): number {
    return Math.max(0, this.#blockedUntil - now);
  }

  /** The number of workers on the host, at least 1. */
  get workers(): number {
    return this.#workers;
  }

  /** Whether the store counts slots as this worker's. */
  get isHolding(): boolean {
    return this.#held > 0;
  }

  /** ms since the store was asked. */
  age(now: number): number {
    return now - this.#askedAt;
  }
}
