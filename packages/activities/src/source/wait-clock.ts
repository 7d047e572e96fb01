import { defined, type Limit } from '@headrace/contracts';

import type { HostUse } from '../budget/host-limiter.ts';

/** The things that a request or a commit waits for. */
export type Wait = 'budget' | 'source' | 'store';

/** Whose requests they are. */
export interface RequestOwner {
  readonly runId: string;
  readonly pipeline: string;
}

const waits: readonly Wait[] = ['budget', 'source', 'store'];

/** Adds up what the concurrent requests of a batch wait for: the longest sum is what limits it. */
export class WaitClock {
  readonly owner: RequestOwner;
  readonly #waiting: Record<Wait, number> = { budget: 0, source: 0, store: 0 };
  /** Sums over all who wait, ms. */
  readonly #spent: Record<Wait, number> = { budget: 0, source: 0, store: 0 };
  #at = performance.now();
  #host: string | undefined;
  #readUse: (() => HostUse | undefined) | undefined;
  #blockedUntil = 0;
  #last: Limit | undefined;

  /** `last` is what limited the run's batch before, for as long as nothing is known of this one. */
  constructor(owner: RequestOwner, last?: Limit) {
    this.owner = owner;
    this.#last = last;
  }

  /** The last answer of `take`, without a `Retry-After`. */
  get last(): Limit | undefined {
    return this.#last;
  }

  /** Waits for work, as one of those who wait for the same. */
  async during<Result>(wait: Wait, work: Promise<Result>): Promise<Result> {
    this.#move(wait, 1);
    try {
      return await work;
    } finally {
      this.#move(wait, -1);
    }
  }

  /** Waits for a host's turn, inside a wait for the source. */
  async duringTurn<Result>(
    host: string,
    turn: Promise<Result>,
    readUse: () => HostUse | undefined,
  ): Promise<Result> {
    this.#host = host;
    this.#readUse = readUse;
    this.#move('source', -1);
    try {
      return await this.during('budget', turn);
    } finally {
      this.#move('source', 1);
    }
  }

  /** Notes the host that is asked next. */
  asks(host: string): void {
    this.#host = host;
  }

  /** Notes that the host asked to wait, ms. */
  refuse(retryAfter: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, Date.now() + retryAfter);
  }

  /** Names the longest wait since the call before; the previous answer where nothing was waited for. */
  take(): Limit | undefined {
    this.#advance();
    const longest = waits.reduce((most, wait) => (this.#spent[wait] > this.#spent[most] ? wait : most));
    const isIdle = this.#spent[longest] === 0;
    for (const wait of waits) this.#spent[wait] = 0;
    if (!isIdle) this.#last = this.#toLimit(longest);
    return this.#toRefusal() ?? this.#last;
  }

  #toLimit(by: Wait): Limit {
    if (by === 'store') return { by };
    const host = this.#host;
    if (by === 'source') return defined({ by, host });
    const { requestsPerSecond, pipelines, runs, workers } = this.#readUse?.() ?? {};
    return defined({ by, host, requestsPerSecond, pipelines, runs, workers });
  }

  #toRefusal(): Limit | undefined {
    const now = Date.now();
    const until = Math.max(this.#blockedUntil, now + (this.#readUse?.()?.blockedFor ?? 0));
    if (until <= now) return undefined;
    return defined({ by: 'retry-after' as const, host: this.#host, until: new Date(until).toISOString() });
  }

  #move(wait: Wait, by: 1 | -1): void {
    this.#advance();
    this.#waiting[wait] += by;
  }

  #advance(): void {
    const now = performance.now();
    const passed = now - this.#at;
    this.#at = now;
    for (const wait of waits) this.#spent[wait] += passed * Math.max(0, this.#waiting[wait]);
  }
}

/** Runs whose last limit is kept. */
const mostRuns = 1_000;

/** The last limit of each run of this worker: a batch may end before its first report. */
export class RecentLimits {
  readonly #byRun = new Map<string, Limit>();

  open(owner: RequestOwner): WaitClock {
    return new WaitClock(owner, this.#byRun.get(owner.runId));
  }

  /** Keeps what limited the batch; the run that reported longest ago gives way. */
  close({ owner: { runId }, last }: WaitClock): void {
    this.#byRun.delete(runId);
    if (last) this.#byRun.set(runId, last);
    const [oldest] = this.#byRun.keys();
    if (oldest !== undefined && this.#byRun.size > mostRuns) this.#byRun.delete(oldest);
  }
}
