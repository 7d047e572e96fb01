import { randomUUID } from 'node:crypto';

import type { RequestBudget } from '@headrace/contracts';

import type { RequestOwner } from '../source/wait-clock.ts';
import { HostLimiter, type HostUse, type Release } from './host-limiter.ts';
import type { RequestLeases } from './lease.ts';

/** The request budgets of hosts, shared by all activity workers. */
export interface Budgets {
  /**
   * Waits for the host's turn; `undefined` at once for a host without a budget. A host without a budget of
   * its own takes `other`, from the first request on. Rejects with the signal's reason at once when the
   * signal is aborted. Rejects with a transient `ItemFailure` when the host asked for too long a wait.
   * Rejects with `StoreUnavailable` when the budget cannot be read: no host is asked without its budget.
   */
  acquire(origin: string, request: TurnRequest): Promise<Release> | undefined;
  /** How a host's budget is used just now; `undefined` for a host without a budget. */
  readUse(origin: string): HostUse | undefined;
  /** Ends who waits, and gives the worker's part back. */
  close(): Promise<void>;
}

interface TurnRequest {
  /** Ends the wait. */
  readonly signal: AbortSignal;
  /** The budget of a host without one of its own. */
  readonly other?: RequestBudget;
  /** Whose request it is. */
  readonly owner?: RequestOwner;
}

export interface BudgetsOptions {
  readonly leases: RequestLeases;
  /** By origin: `https://api.example.com`. */
  readonly hosts: ReadonlyMap<string, RequestBudget>;
  /** A block longer than this fails the request instead of holding it, so that its batch can wait elsewhere, ms. Default 5,000. */
  readonly longestWait?: number;
}

/** For processes that ask no host with a budget. */
export const noBudgets: Budgets = {
  acquire: () => undefined,
  readUse: () => undefined,
  close: async () => {},
};

/** Budgets that all workers on one store share; each call is a worker of its own. */
export function createBudgets({ leases, hosts, longestWait = 5_000 }: BudgetsOptions): Budgets {
  const worker = randomUUID();
  const limiters = new Map<string, HostLimiter>();
  function open(host: string, budget: RequestBudget): HostLimiter {
    const limiter = new HostLimiter({ host, worker, budget, leases, longestWait });
    limiters.set(host, limiter);
    return limiter;
  }
  for (const [host, budget] of hosts) open(host, budget);
  return {
    acquire(origin, { signal, other, owner }) {
      const limiter = limiters.get(origin) ?? (other && open(origin, other));
      return limiter?.enter(signal, owner);
    },
    readUse: (origin) => limiters.get(origin)?.use,
    async close() {
      await Promise.all([...limiters.values()].map((limiter) => limiter.close()));
    },
  };
}
