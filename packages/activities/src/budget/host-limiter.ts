import type { RequestBudget } from '@headrace/contracts';

import { ItemFailure } from '../source/item-failure.ts';
import type { RequestOwner } from '../source/wait-clock.ts';
import { LeaseState, type Load, type LeaseRequest } from './lease-state.ts';
import type { RequestLeases } from './lease.ts';

export interface HostLimiterOptions {
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
 * Limits one worker's requests to one host. Waiting requests go as leases allow; all of them share one lease at a time, and
 * one timer until the next step is due.
 */
export class HostLimiter {
  readonly #options: HostLimiterOptions;
  readonly #lease: LeaseState;
  readonly #waiters = createWaiters<Release>();
  #inFlight = 0;
  #asking: Promise<void> | undefined;
  #blocking: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wakeAt = Infinity;
  #closed = false;
  readonly #owners = new RecentOwners();

  constructor(options: HostLimiterOptions) {
    this.#options = options;
    this.#lease = new LeaseState(options.budget);
  }

  /** Waits for one request's turn. */
  enter(signal: AbortSignal, owner?: RequestOwner): Promise<Release> {
    const now = performance.now();
    if (owner) this.#owners.note(owner, now);
    const refusal = this.#refusal(now);
    if (refusal && this.#lease.age(now) < blockPoll) return Promise.reject(refusal);
    const turn = this.#waiters.wait(signal);
    this.#advance();
    return turn;
  }

  /** How the budget is used just now, as far as this worker knows. */
  get use(): HostUse {
    const now = performance.now();
    return {
      requestsPerSecond: this.#options.budget.requestsPerSecond,
      ...this.#owners.list(now),
      workers: this.#lease.workers,
      blockedFor: this.#lease.blockedFor(now),
    };
  }

  /** Ends who waits, and gives the worker's slots back. */
  async close(): Promise<void> {
    const { host, leases } = this.#options;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#waiters.rejectAll(new Error(`${host} is asked nothing further: the worker is closing`));
    await Promise.all([this.#asking, this.#blocking]);
    if (!this.#lease.isHolding) return;
    // Without an answer the slots expire by themselves.
    await leases.leaseRequests({ ...this.#options, ...giveUp }).catch(() => {});
  }

  /** Lets through who may go, and sees to it that the next step is taken when it is due. */
  #advance(): void {
    if (this.#closed) return;
    const now = performance.now();
    while (this.#waiters.size > 0 && this.#lease.take(this.#load, now)) this.#start(now);
    const load = this.#load;
    const askAt = this.#lease.nextAsk(load, now);
    if (askAt <= now) this.#asking ??= this.#ask();
    const startAt = this.#lease.nextStart(load);
    this.#wakeBy(Math.min(askAt > now ? askAt : Infinity, startAt > now ? startAt : Infinity), now);
  }

  get #load(): Load {
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
    const request = this.#lease.ask(this.#load, performance.now());
    try {
      this.#lease.grant(
        await this.#options.leases.leaseRequests({ ...this.#options, ...request }),
        performance.now(),
      );
      const refusal = this.#refusal(performance.now());
      if (refusal) this.#waiters.rejectAll(refusal);
    } catch (error) {
      this.#lease.lose(this.#load);
      this.#waiters.rejectAll(error);
    }
    this.#asking = undefined;
    this.#advance();
  }

  #note({ status, retryAfter }: HostAnswer, sentAt: number): void {
    const isRefusal = status === 429 || (status === 503 && retryAfter !== undefined);
    if (isRefusal) this.#block(retryAfter || undefined, sentAt);
    else this.#lease.noteAnswer();
  }

  /** Recorded for everyone, once for the many requests that are refused together. */
  #block(retryAfter: number | undefined, sentAt: number): void {
    const now = performance.now();
    const isKnown = this.#lease.blockedFor(now) >= (retryAfter ?? 1);
    this.#lease.block(retryAfter ?? leastBackOff, now);
    if (isKnown || this.#blocking) return;
    const block = { ...this.#options, retryAfter, age: now - sentAt };
    this.#blocking = this.#options.leases
      .blockHost(block)
      .then(
        (wait) => this.#lease.block(wait, performance.now()),
        // The store is asked before the next request, which is where its failure is told.
        () => {},
      )
      .finally(() => (this.#blocking = undefined));
  }

  /** The failure of requests while the host is blocked for too long a wait. */
  #refusal(now: number): ItemFailure | undefined {
    const { host, longestWait } = this.#options;
    const retryAfter = Math.ceil(this.#lease.blockedFor(now));
    if (retryAfter <= longestWait) return undefined;
    const message = `${host} asked every worker to wait; to be asked again after ${retryAfter} ms`;
    return new ItemFailure('rate-limited', message, { transient: true, retryAfter });
  }
}

/** How a host's budget is used. */
export interface HostUse {
  readonly requestsPerSecond: number;
  /** Whose requests asked for a turn lately, of this worker's. */
  readonly pipelines: readonly string[];
  readonly runs: number;
  /** Workers that share the host. */
  readonly workers: number;
  /** How long the host asked to wait, ms; 0 where it did not. */
  readonly blockedFor: number;
}

/** An owner that has asked for no turn for longer no longer shares the budget, ms. */
const recently = 10_000;

/** The runs that asked for a turn lately. */
class RecentOwners {
  readonly #askedAt = new Map<string, { readonly pipeline: string; at: number }>();

  note({ runId, pipeline }: RequestOwner, at: number): void {
    const known = this.#askedAt.get(runId);
    if (known) known.at = at;
    else this.#askedAt.set(runId, { pipeline, at });
  }

  list(now: number): { readonly pipelines: readonly string[]; readonly runs: number } {
    for (const [runId, { at }] of this.#askedAt) if (now - at > recently) this.#askedAt.delete(runId);
    const pipelines = new Set([...this.#askedAt.values()].map(({ pipeline }) => pipeline));
    return { pipelines: [...pipelines].toSorted(), runs: this.#askedAt.size };
  }
}

const giveUp: LeaseRequest = { requests: 0, held: 0, wanted: 0, answered: false };

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
