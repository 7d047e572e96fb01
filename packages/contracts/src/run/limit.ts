/** The main reason for a batch's waiting since its last report. */
export interface Limit {
  /**
   * - `budget`: the request budget of the host, which all runs that ask it share
   * - `retry-after`: the host asked to wait
   * - `source`: the source's answers
   * - `store`: commits
   */
  readonly by: 'budget' | 'retry-after' | 'source' | 'store';
  /** The host's origin; absent where no host was asked. */
  readonly host?: string;
  /** The budget's rate. */
  readonly requestsPerSecond?: number;
  /** Pipelines that share the budget, as far as the reporting worker knows. */
  readonly pipelines?: readonly string[];
  /** Runs that share the budget, as far as the reporting worker knows. */
  readonly runs?: number;
  /** Activity workers that share the budget. */
  readonly workers?: number;
  /** Until when the host asked to wait, ISO 8601. */
  readonly until?: string;
}
