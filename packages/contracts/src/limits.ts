/** Bounds the code respects, most of them Temporal's own; tests hold the code to them. */
export const limits = {
  /** Bytes. Temporal refuses a payload above 256 KiB and warns above this. */
  payloadBytes: 200_000,
  /** Bytes of an error's message and details on the wire; Temporal truncates failures at 4 KiB. */
  failureBytes: 3_500,
  /** Characters of one failure's detail as kept in quarantine. */
  quarantineDetailCharacters: 1_000,
  /** Bytes of the raw record as kept in quarantine. */
  quarantineRecordBytes: 16_384,
  /** Batches of one shard: one plan page, and one child workflow of a large run. */
  batchesPerShard: 200,
  /** Keys of one shard, so that a plan page is seconds and a few megabytes. */
  keysPerShard: 100_000,
  /** Shards of a large run in flight at once. */
  shardsAtOnce: 2,
  /** Keys of one batch, stored as one jsonb value. */
  keysPerBatch: 20_000,
  /** Bytes of rows, about, after which a chunk is committed before it has all of its keys: a few are in memory at once. */
  chunkBytes: 8_388_608,
  /** Rows in a run's result; the rest is in the table. */
  resultRows: 50,
  /** Words in a run's result. */
  resultWords: 50,
  /** Words counted by one call: as many of the longest fit a payload. */
  countedWords: 500,
  /** Characters of a word; more is no word but data. */
  wordCharacters: 64,
  /** Characters of a run id; Temporal's own limit is 1,000 bytes, this one is for people. */
  runIdCharacters: 200,
  /** Run ids in one question to the store: 500 of the longest fit a payload. */
  runIdsPerQuestion: 500,
  /** Intervals of one backfill. */
  backfillIntervals: 100_000,
  /** Runs of one backfill in flight at once: their events fit the room that `historyEvents` leaves. */
  backfillParallel: 100,
  /** Failed intervals that a backfill tells of while it runs. */
  backfillFailures: 100,
  /** Failed intervals that a backfill's end names, each some 300 bytes. */
  backfillFailuresShown: 10,
  /** Events after which a long workflow continues as new; Temporal suggests it at 4,096. */
  historyEvents: 3_000,
  /** How long a run may wait for a dataset, ms: 365 days, far below the longest timer. */
  dependencyWait: 31_536_000_000,
  /** Runs that one dataset's workflow tells of new versions. */
  datasetWaiters: 1_000,
  /** Subscriptions to one dataset. */
  datasetSubscriptions: 100,
} as const;
