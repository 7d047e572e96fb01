import type {
  BackfillPreview,
  BackfillStatus,
  ListedBackfill,
  PreviewedInterval,
  StartedBackfill,
  WatchedBackfill,
} from '@headrace/client';
import {
  formatStart,
  type AnyRow,
  type BackfillCounts,
  type BackfillFailure,
  type BackfillRequest,
  type BackfillSummary,
  type Column,
  type BackfillProgress,
} from '@headrace/contracts';

import { plural, formatCount, formatElapsed, formatRemaining } from './numbers.ts';
import { toTable } from './table.ts';
import type { Terminal } from './terminal.ts';
import { clean } from './text.ts';

/** `hacker-news daily: 31 intervals from 2026-01-01 to 2026-02-01, oldest first, 4 at once`. */
function formatBackfillRequest(request: BackfillRequest): string {
  const { pipeline, schedule, intervals, from, to, newestFirst, parallel } = request;
  const range = `${plural(intervals, 'interval')} from ${formatStart(from)} to ${formatStart(to)}`;
  return `${pipeline} ${schedule}: ${range}, ${newestFirst ? 'newest' : 'oldest'} first, ${parallel} at once`;
}

/** Says what a start led to. */
export function sayBackfill(
  terminal: Terminal,
  { name, outcome, request }: StartedBackfill,
  temporal: string,
): void {
  const meaning = outcome === 'started' ? 'started' : 'was running already; this is that backfill';
  terminal.say(`backfill ${name} ${meaning}: ${formatBackfillRequest(request)} (${temporal})`);
}

/** Formats a backfill's status: state, progress and failures. */
export function formatBackfill(status: BackfillStatus): string {
  const { name, state, startedAt, endedAt, request, progress, summary } = status;
  const times = endedAt === null ? ` since ${startedAt}` : `, from ${startedAt} to ${endedAt}`;
  return [
    `backfill ${name}: ${state}${times}`,
    formatBackfillRequest(request),
    summary ? formatBackfillSummary(summary) : toBackfillLine({ ...status, connected: true }, undefined),
    ...toFailureLines(progress?.failures ?? summary?.failures ?? [], (progress ?? summary)?.failed ?? 0),
  ].join('\n');
}

/** `2,000 intervals: 1,990 completed, 8 done before, 2 failed (5 min 3 s)`. */
export function formatBackfillSummary(summary: BackfillSummary): string {
  const { intervals, durationMs } = summary;
  return `${plural(intervals, 'interval')}: ${formatBackfillCounts(summary)} (${formatElapsed(durationMs)})`;
}

function formatBackfillCounts({ intervals, completed, finished, failed, elsewhere }: BackfillCounts): string {
  const left = intervals - completed - finished - failed - elsewhere;
  return [
    `${formatCount(completed)} completed`,
    `${formatCount(finished)} done before`,
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
    ...(elsewhere > 0 ? [`${formatCount(elsewhere)} running elsewhere`] : []),
    ...(left > 0 ? [`${formatCount(left)} not done`] : []),
  ].join(', ');
}

function toFailureLines(failures: readonly BackfillFailure[], failed: number): string[] {
  if (failures.length === 0) return [];
  const lines = failures.map(({ runId, type, message }) => `  ${runId}  ${clean(`${type}: ${message}`)}`);
  const more = failed - failures.length;
  return ['failed:', ...lines, ...(more > 0 ? [`  and ${formatCount(more)} more`] : [])];
}

const previewColumns: Readonly<Record<string, Column>> = {
  interval: { type: 'text' },
  run: { type: 'text' },
  outcome: { type: 'text' },
};

/** Formats a preview, interval by interval, with totals. */
export function formatPreview(pages: readonly BackfillPreview[], { width, colour }: Terminal): string {
  const intervals = pages.flatMap((page) => page.intervals);
  const runs = intervals.filter((one) => one.runs).length;
  const rows = intervals.map(toPreviewRow);
  const total = `${plural(intervals.length, 'interval')}: ${formatCount(intervals.length - runs)} done, ${formatCount(runs)} would run`;
  return `${toTable(rows, { columns: previewColumns, width, colour, whole: ['run'] })}\n\n${total}`;
}

function toPreviewRow({ interval, runId, runs, finished }: PreviewedInterval): AnyRow {
  const would = finished ? 'done; would run again' : 'would run';
  const shown = `${formatStart(interval.start)} to ${formatStart(interval.end)}`;
  return { interval: shown, run: runId, outcome: runs ? would : 'done' };
}

const listColumns: Readonly<Record<string, Column>> = {
  backfill: { type: 'text' },
  pipeline: { type: 'text' },
  schedule: { type: 'text' },
  from: { type: 'text' },
  to: { type: 'text' },
  intervals: { type: 'integer' },
  state: { type: 'text' },
  failed: { type: 'integer' },
  started: { type: 'timestamp' },
  ended: { type: 'timestamp' },
};

export function formatBackfills(backfills: readonly ListedBackfill[], { width, colour }: Terminal): string {
  const rows = backfills.map(({ name, state, startedAt, endedAt, request, summary }) => ({
    backfill: name,
    pipeline: request.pipeline,
    schedule: request.schedule,
    from: formatStart(request.from),
    to: formatStart(request.to),
    intervals: request.intervals,
    state,
    failed: summary?.failed ?? null,
    started: startedAt,
    ended: endedAt,
  }));
  return toTable(rows, { columns: listColumns, width, colour, whole: ['backfill'] });
}

/** Formats a backfill's progress in one line. The rate is of the last seconds, `undefined` while unknown. */
export function toBackfillLine(
  { connected, progress, state, stopping }: WatchedBackfill,
  intervalsPerSecond: number | undefined,
): string {
  if (!connected) return 'Temporal does not answer; the backfill goes on without us, trying again';
  if (progress === null) return state === 'running' ? 'waiting for a worker' : state;
  const { intervals, finished, running, failed, elsewhere, paused } = progress;
  const through = countThrough(progress);
  return [
    toPhase({ state, stopping, paused }),
    `${formatCount(through)} of ${plural(intervals, 'interval')} (${Math.floor((through / intervals) * 100)}%)`,
    ...toPace(intervals - through, intervalsPerSecond),
    ...(running > 0 ? [`${formatCount(running)} running`] : []),
    ...(finished > 0 ? [`${formatCount(finished)} done before`] : []),
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
    ...(elsewhere > 0 ? [`${formatCount(elsewhere)} running elsewhere`] : []),
  ].join('  ');
}

/** Intervals that the backfill does nothing more about. */
export function countThrough({ finished, completed, failed, elsewhere }: BackfillProgress): number {
  return finished + completed + failed + elsewhere;
}

function toPhase({ state, stopping, paused }: { state: string; stopping: boolean; paused: boolean }): string {
  if (stopping) return 'stopping';
  return state === 'running' && paused ? 'paused' : state;
}

function toPace(left: number, perSecond: number | undefined): string[] {
  if (perSecond === undefined || perSecond <= 0 || left <= 0) return [];
  const rate = perSecond < 10 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond));
  return [`${rate}/s`, `ETA ${formatRemaining((left / perSecond) * 1_000)}`];
}
