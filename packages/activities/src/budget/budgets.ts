import { randomUUID } from 'node:crypto';

import type { RequestBudget } from '@headrace/contracts';

import { HostGate, type Release } from './host-limiter.ts';
import type { RequestLeases } from './lease.ts';

/** What every host may be asked, by all activity workers together. */
export interface Budgets {
  /**
   * Waits for the host's turn; `undefined` at once for a host without a budget. A host that none was set for has the
   * `other`, where it is given, from the first time on. Rejects with the signal's reason as soon
   * as it is aborted, with a transient `ItemFailure` when the host asked to wait for longer than a request should, with
   * `StoreUnavailable` when the budget cannot be read: never is a host asked without its budget.
   */
  acquire(origin: string, signal: AbortSignal, other?: RequestBudget): Promise<Release> | undefined;
  /** Ends who waits, and gives the worker's part back. */
  close(): Promise<void>;
}

export interface BudgetsOptions {
  readonly leases: RequestLeases;
  /** By origin: `https://api.example.com`. */
  readonly hosts: ReadonlyMap<string, RequestBudget>;
  /** A block longer than this fails the request instead of holding it, so that its batch can wait elsewhere, ms. Default 5,000. */
  readonly longestWait?: number;
}

/** For processes that ask no host with a budget. */
export const noBudgets: Budgets = { acquire: () => undefined, close: async () => {} };

/** Budgets that all workers on one store share; each call is a worker of its own. */
export function createBudgets({ leases, hosts, longestWait = 5_000 }: BudgetsOptions): Budgets {
  const worker = randomUUID();
  const gates = new Map<string, HostGate>();
  function open(host: string, budget: RequestBudget): HostGate {
    const gate = new HostGate({ host, worker, budget, leases, longestWait });
    gates.set(host, gate);
    return gate;
  }
  for (const [host, budget] of hosts) open(host, budget);
  return {
    acquire(origin, signal, other) {
      const gate = gates.get(origin) ?? (other && open(origin, other));
      return gate?.enter(signal);
    },
    async close() {
      await Promise.all([...gates.values()].map((gate) => gate.close()));
    },
  };
}
