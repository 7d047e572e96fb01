import type { RequestBudget } from '@headrace/contracts';

import { ItemFailure } from '../source/item-failure.ts';
import { Allowance, type Demand, type Wish } from './lease-state.ts';
import type { RequestLeases } from './lease.ts';

export interface HostGateOptions {
  /** The host's origin. */
  readonly host: string;
  readonly worker: string;
  readonly budget: RequestBudget;
  readonly leases: RequestLeases;
  /** A block longer than this fails the request, ms. */
  readonly longestWait: number;
}

/** A block that fails requests is looked up again after, ms: somebody may have lifted it. */
const blockPoll = 5_000;
/** Wait until the store has said how long to back off, ms. */
const leastBackOff = 1_000;

/**
 * One worker's door to one host. Who waits is let through as leases allow; all of them share one lease at a time, and
 * one timer until the next step is due.
 */
export class HostGate {
  readonly #options: HostGateOptions;
  readonly #allowance: Allowance;
  readonly #waiters = createWaiters<Release>();
  #inFlight = 0;
  #asking: Promise<void> | undefined;
  #blocking: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wakeAt = Infinity;
  #closed = false;

  constructor(options: HostGateOptions) {
    this.#options = options;
    this.#allowance = new Allowance(options.budget);
  }

  /** Waits for one request's turn. */
  enter(signal: AbortSignal): Promise<Release> {
    const now = performance.now();
    const refusal = this.#refusal(now);
    if (refusal && this.#allowance.age(now) < blockPoll) return Promise.reject(refusal);
    const turn = this.#waiters.wait(signal);
    this.#advance();
    return turn;
  }

  /** Ends who waits, and gives the worker's slots back. */
  async close(): Promise<void> {
    const { host, leases } = this.#options;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#waiters.rejectAll(new Error(`${host} is asked nothing further: the worker is closing`));
    await Promise.all([this.#asking, this.#blocking]);
    if (!this.#allowance.isHolding) return;
    // Without an answer the slots expire by themselves.
    await leases.leaseRequests({ ...this.#options, ...giveUp }).catch(() => {});
  }

  /** Lets through who may go, and sees to it that the next step is taken when it is due. */
  #advance(): void {
    if (this.#closed) return;
    const now = performance.now();
    while (this.#waiters.size > 0 && this.#allowance.take(this.#demand, now)) this.#start(now);
    const demand = this.#demand;
    const askAt = this.#allowance.nextAsk(demand, now);
    if (askAt <= now) this.#asking ??= this.#ask();
    const startAt = this.#allowance.nextStart(demand);
    this.#wakeBy(Math.min(askAt > now ? askAt : Infinity, startAt > now ? startAt : Infinity), now);
  }

  get #demand(): Demand {
    return { inFlight: this.#inFlight, waiting: this.#waiters.size };
  }

  #start(sentAt: number): void {
    this.#inFlight += 1;
    this.#waiters.admit((answer) => {
      this.#inFlight -= 1;
      if (answer) this.#note(answer, sentAt);
      this.#advance();
    });
  }

  #wakeBy(at: number, now: number): void {
    if (at >= this.#wakeAt) return;
    clearTimeout(this.#timer);
    this.#wakeAt = at;
    this.#timer = setTimeout(
      () => {
        this.#wakeAt = Infinity;
        this.#advance();
      },
      Math.ceil(at - now),
    );
  }

  async #ask(): Promise<void> {
    // Whoever enters in this turn of the event loop is asked for too.
    await undefined;
    const wish = this.#allowance.ask(this.#demand, performance.now());
    try {
      this.#allowance.grant(
        await this.#options.leases.leaseRequests({ ...this.#options, ...wish }),
        performance.now(),
      );
      const refusal = this.#refusal(performance.now());
      if (refusal) this.#waiters.rejectAll(refusal);
    } catch (error) {
      this.#allowance.lose(this.#demand);
      this.#waiters.rejectAll(error);
    }
    this.#asking = undefined;
    this.#advance();
  }

  #note({ status, retryAfter }: HostAnswer, sentAt: number): void {
    const isRefusal = status === 429 || (status === 503 && retryAfter !== undefined);
    if (isRefusal) this.#block(retryAfter || undefined, sentAt);
    else this.#allowance.noteAnswer();
  }

  /** Recorded for everyone, once for the many requests that are refused together. */
  #block(retryAfter: number | undefined, sentAt: number): void {
    const now = performance.now();
    const isKnown = this.#allowance.blockedFor(now) >= (retryAfter ?? 1);
    this.#allowance.block(retryAfter ?? leastBackOff, now);
    if (isKnown || this.#blocking) return;
    const block = { ...this.#options, retryAfter, age: now - sentAt };
    this.#blocking = this.#options.leases
      .blockHost(block)
      .then(
        (wait) => this.#allowance.block(wait, performance.now()),
        // The store is asked before the next request, which is where its failure is told.
        () => {},
      )
      .finally(() => (this.#blocking = undefined));
  }

  /** What a request fails with while the host is blocked for longer than a request should wait. */
  #refusal(now: number): ItemFailure | undefined {
    const { host, longestWait } = this.#options;
    const retryAfter = Math.ceil(this.#allowance.blockedFor(now));
    if (retryAfter <= longestWait) return undefined;
    const message = `${host} asked every worker to wait; to be asked again after ${retryAfter} ms`;
    return new ItemFailure('rate-limited', message, { transient: true, retryAfter });
  }
}

const giveUp: Wish = { requests: 0, held: 0, wanted: 0, answered: false };

/** To be called once the request has ended, with what the host answered, if it did. */
export type Release = (answer?: HostAnswer) => void;

export interface HostAnswer {
  readonly status: number;
  /** ms */
  readonly retryAfter: number | undefined;
}

/** Who waits in line, first come first served. */
export interface Waiters<Value> {
  readonly size: number;
  /** Rejects with the signal's reason as soon as it is aborted. */
  wait(signal: AbortSignal): Promise<Value>;
  /** Lets the first in line go on. */
  admit(value: Value): void;
  rejectAll(reason: unknown): void;
}

interface Waiter<Value> extends PromiseWithResolvers<Value> {
  readonly leave: () => void;
}

function createWaiters<Value>(): Waiters<Value> {
  const line = new Set<Waiter<Value>>();
  return {
    get size() {
      return line.size;
    },
    wait(signal) {
      const onAbort = (): void => {
        line.delete(waiter);
        waiter.reject(signal.reason);
      };
      const leave = (): void => {
        line.delete(waiter);
        signal.removeEventListener('abort', onAbort);
      };
      const waiter: Waiter<Value> = { ...Promise.withResolvers<Value>(), leave };
      if (signal.aborted) {
        waiter.reject(signal.reason);
        return waiter.promise;
      }
      signal.addEventListener('abort', onAbort, { once: true });
      line.add(waiter);
      return waiter.promise;
    },
    admit(value) {
      const [first] = line;
      first?.leave();
      first?.resolve(value);
    },
    rejectAll(reason) {
      for (const waiter of line) {
        waiter.leave();
        waiter.reject(reason);
      }
    },
  };
}
