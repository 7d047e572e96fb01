export { checkRow } from './store/check-row.ts';
export { createStore, type StoreOptions } from './store/create-store.ts';
export {
  DatasetMismatch,
  isStoreUnavailable,
  QuarantineLimit,
  RunNotFound,
  StoreUnavailable,
  Superseded,
} from './store/errors.ts';
export { migrate, type MigrateOptions } from './store/migrate.ts';
export type {
  BatchClaim,
  Chunk,
  ClaimedBatch,
  KeyedRow,
  PendingItem,
  PlannedSoFar,
  QuarantineEntry,
  ShardPlan,
  Store,
} from './store/store.ts';
export { systemClock, type Clock } from './clock.ts';
export { createActivities } from './create-activities.ts';
export type { ActivityDependencies } from './dependencies.ts';
export { createHttp, type Http } from './http/http.ts';
export type { HttpOptions } from './http/http-options.ts';
export { createSources, sourceSettings, type SourceSetting, type SourcesOptions } from './sources.ts';
export type { AnySource, Source, SourceContext } from './source.ts';
export { createWordCounter, type WordCounter, type WordCounterOptions } from './datasets/words.ts';
export { ItemFailure, type ItemFailureOptions } from './item-failure.ts';
export { createHackerNewsSource, type HackerNewsOptions } from './pipelines/hacker-news.ts';
