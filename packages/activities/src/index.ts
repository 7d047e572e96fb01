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
export type { StoreMutations } from './store/mutations.ts';
export { migrate, type MigrateOptions } from './store/migrate.ts';
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
export type { HostAnswer, Release } from './budget/release.ts';
export { toHostBudgets, toPipelineBudgets, type PipelineBudget } from './budget/host-budgets.ts';
export { budgetSyntax, parseBudget, showBudget } from './budget/parse-budget.ts';
export type { HostBlock, Lease, LeaseAsk, RequestLeases } from './budget/request-leases.ts';
export { systemClock, type Clock } from './clock.ts';
export { createActivities } from './create-activities.ts';
export type { ActivityDependencies } from './dependencies.ts';
export { createHttp, type Http } from './http/http.ts';
export type { HttpOptions } from './http/http-options.ts';
export {
  createSources,
  sourceBudgets,
  sourceSettings,
  type SourceBudgetsOptions,
  type SourceSetting,
  type SourcesOptions,
} from './sources.ts';
export type { AnySource, Source, SourceContext } from './source.ts';
export { createWordCounter, type WordCounter } from './datasets/words.ts';
export { ItemFailure, type ItemFailureOptions } from './item-failure.ts';
export { createHackerNewsSource, type HackerNewsOptions } from './pipelines/hacker-news.ts';
