import {
  control,
  limits,
  formatStart,
  type BackfillFailure,
  type BackfillProgress,
  type BackfillRequest,
  type BackfillSummary,
} from '@headrace/contracts';
import {
  ApplicationFailure,
  CancellationScope,
  defineQuery,
  defineUpdate,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';

/** How an interval's run ended; `stopped` by the backfill's own cancellation. */
export type IntervalEnd = 'completed' | 'finished' | 'elsewhere' | 'stopped' | BackfillFailure;

/** The state of a backfill: answers its query, takes its updates, and keeps the Web UI's current details. */
export interface BackfillTracker {
  readonly now: BackfillProgress;
  /** Counts an interval that needs no run. */
  pass(): void;
  start(): void;
  /** Counts an interval that was started. */
  end(end: IntervalEnd): void;
  summarise(): BackfillSummary;
}

export function createBackfillProgress(request: BackfillRequest): BackfillTracker {
  const scope = CancellationScope.current();
  let now = request.carried?.progress ?? toProgress(request);

  function update(change: Partial<BackfillProgress>): BackfillProgress {
    now = { ...now, ...change };
    setCurrentDetails(toDetails(now));
    return now;
  }

  function refuseWhenStopping(): void {
    if (!scope.consideredCancelled) return;
    const message = `backfill ${request.name} is stopping; only a running one can be paused or resumed`;
    throw ApplicationFailure.nonRetryable(message);
  }

  const checked = { validator: refuseWhenStopping };
  update({});
  setHandler(defineQuery<BackfillProgress>(control.progress), () => now);
  setHandler(defineUpdate<BackfillProgress>(control.pause), () => update({ paused: true }), checked);
  setHandler(defineUpdate<BackfillProgress>(control.resume), () => update({ paused: false }), checked);
  return {
    get now() {
      return now;
    },
    pass: () => void update({ finished: now.finished + 1 }),
    start: () => void update({ running: now.running + 1 }),
    end: (end) => void update({ ...toChange(now, end), running: now.running - 1 }),
    summarise() {
      const { paused: _paused, running: _running, startedAt, failures, ...counts } = now;
      const shown = failures.slice(0, limits.backfillFailuresShown);
      return { ...counts, failures: shown, durationMs: Date.now() - Date.parse(startedAt) };
    },
  };
}

function toProgress({ intervals }: BackfillRequest): BackfillProgress {
  const counts = { intervals, finished: 0, completed: 0, failed: 0, elsewhere: 0, running: 0 };
  return { ...counts, paused: false, failures: [], startedAt: workflowInfo().startTime.toISOString() };
}

function toChange(now: BackfillProgress, end: IntervalEnd): Partial<BackfillProgress> {
  if (end === 'stopped') return {};
  if (typeof end === 'string') return { [end]: now[end] + 1 };
  return { failed: now.failed + 1, failures: [...now.failures, end].slice(0, limits.backfillFailures) };
}

function toDetails(progress: BackfillProgress): string {
  const { paused, intervals, finished, completed, failed, elsewhere, running, failures } = progress;
  const shown = failures.slice(0, limits.backfillFailuresShown);
  return [
    `**${paused ? 'paused' : 'running'}** ${completed + finished} of ${intervals} intervals done,`,
    `${finished} of them before, ${running} running, ${failed} failed, ${elsewhere} running elsewhere`,
    ...(failed > 0 ? [`\n\nfailed: ${toFailureList(shown, failed)}`] : []),
  ].join(' ');
}

/** `2026-01-03 (QuarantineLimit: …), 2026-01-07 (…) and 4 more`. */
export function toFailureList(failures: readonly BackfillFailure[], failed: number): string {
  const shown = failures.map(
    ({ interval, type, message }) => `${formatStart(interval.start)} (${type}: ${message})`,
  );
  const more = failed - failures.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
