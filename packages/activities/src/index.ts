export { checkRow } from './store/check-row.ts';
export { createStore, type StoreOptions } from './store/create-store.ts';
export {
  DatasetMismatch,
  isStoreUnavailable,
  QuarantineLimit,
  RunNotFound,
  RunPruned,
  StoreUnavailable,
  Superseded,
} from './store/errors.ts';
export { storeGuards, type StoreGuards } from './store/guards.ts';
export { migrate, type MigrateOptions } from './store/postgres/migrate.ts';
export type {
  BatchClaim,
  Chunk,
  ClaimedBatch,
  KeyedRow,
  PendingItem,
  PlanClaim,
  PlannedSoFar,
  QuarantineEntry,
  ShardPlan,
  Store,
} from './store/store.ts';
export { createBudgets, type Budgets, type BudgetsOptions } from './budget/budgets.ts';
export type { HostAnswer, Release } from './budget/host-limiter.ts';
export {
  toHostBudgets,
  toPipelineBudgets,
  budgetSyntax,
  parseBudget,
  formatBudget,
  type PipelineBudget,
} from './budget/request-budget.ts';
export type { HostBlock, Lease, HostLeaseRequest, RequestLeases } from './budget/lease.ts';
export { systemClock, type Clock, type ActivityDependencies } from './activity/dependencies.ts';
export { createActivities } from './create-activities.ts';
export { createHttp, type Http, type HttpOptions } from './http/http.ts';
export {
  createSources,
  sourceBudgets,
  sourceSettings,
  type SourceBudgetsOptions,
  type SourceSetting,
  type SourcesOptions,
} from './sources.ts';
export type { AnySource, Source, SourceContext } from './source/source.ts';
export { createWordCounter, type WordCounter } from './rows/count-words.ts';
export { ItemFailure, type ItemFailureOptions } from './source/item-failure.ts';
export { createHackerNewsSource, type HackerNewsOptions } from './pipelines/hacker-news.ts';
