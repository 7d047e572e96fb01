import type { RequestBudget } from '@headrace/contracts';

/** The syntax that `parseBudget` reads, for help texts. */
export const budgetSyntax: string =
  'requests a second or a minute, such as 50/s or 100/min,burst=10,concurrent=4';

const pattern =
  /^(?<amount>\d{1,9}(?:\.\d{1,6})?)\/(?<unit>s|min)(?<rest>(?:,(?:burst|concurrent)=[1-9]\d{0,6})*)$/;

/**
 * A budget as people write it: `50/s,burst=50,concurrent=16`. `burst` and `concurrent` default to one second's requests,
 * at least 1. `undefined` where it is not one.
 */
export function parseBudget(text: string): RequestBudget | undefined {
  const { amount, unit, rest = '' } = pattern.exec(text.replaceAll(' ', ''))?.groups ?? {};
  const requestsPerSecond = Number(amount) / (unit === 'min' ? 60 : 1);
  const options = rest
    .split(',')
    .slice(1)
    .map((option) => option.split('='));
  const given = new Map(options.map(([name, value]) => [name, Number(value)]));
  const isOnce = given.size === options.length;
  if (!(requestsPerSecond > 0) || !isOnce) return undefined;
  const oneSecond = Math.max(1, Math.ceil(requestsPerSecond));
  return {
    requestsPerSecond,
    burst: given.get('burst') ?? oneSecond,
    concurrent: given.get('concurrent') ?? oneSecond,
  };
}

/** A budget as `parseBudget` reads it. */
export function formatBudget({ requestsPerSecond, burst, concurrent }: RequestBudget): string {
  const rate =
    requestsPerSecond < 1 ? `${toShort(requestsPerSecond * 60)}/min` : `${toShort(requestsPerSecond)}/s`;
  return `${rate},burst=${burst},concurrent=${concurrent}`;
}

function toShort(amount: number): string {
  return String(Number(amount.toFixed(6)));
}

/** Which host a pipeline's source asks, and what it may be asked. */
export interface PipelineBudget {
  readonly pipeline: string;
  /** The host's origin: `https://api.example.com`. */
  readonly host: string;
  /** Absent where the pipeline sets none. */
  readonly budget: RequestBudget | undefined;
}

/** Joins budgets by origin: of pipelines that ask the same host, the stricter of each number. */
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
