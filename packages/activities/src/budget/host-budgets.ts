import type { RequestBudget } from '@headrace/contracts';

/** Which host a pipeline's source asks, and what it may be asked. */
export interface PipelineBudget {
  readonly pipeline: string;
  /** The host's origin: `https://api.example.com`. */
  readonly host: string;
  /** Absent where the pipeline sets none. */
  readonly budget: RequestBudget | undefined;
}

/** What every host may be asked, by origin: of pipelines that ask the same host, the stricter of each number. */
export function toHostBudgets(pipelines: readonly PipelineBudget[]): ReadonlyMap<string, RequestBudget> {
  const hosts = new Map<string, RequestBudget>();
  for (const { host, budget } of pipelines) {
    if (budget !== undefined) hosts.set(host, stricter(hosts.get(host) ?? budget, budget));
  }
  return hosts;
}

/** By pipeline, what its host may be asked, its own budget or another pipeline's; without those that are not limited. */
export function toPipelineBudgets(pipelines: readonly PipelineBudget[]): ReadonlyMap<string, RequestBudget> {
  const hosts = toHostBudgets(pipelines);
  const limited = pipelines.map(({ pipeline, host }) => [pipeline, hosts.get(host)] as const);
  return new Map(limited.filter((entry): entry is [string, RequestBudget] => entry[1] !== undefined));
}

function stricter(one: RequestBudget, other: RequestBudget): RequestBudget {
  return {
    requestsPerSecond: Math.min(one.requestsPerSecond, other.requestsPerSecond),
    burst: Math.min(one.burst, other.burst),
    concurrent: Math.min(one.concurrent, other.concurrent),
  };
}
