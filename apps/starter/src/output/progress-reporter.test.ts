import type { WatchedStatus } from '@headrace/client';
import { expect, test } from 'vitest';

import { createProgressReporter } from './progress.ts';
import type { Terminal } from './terminal.ts';

const status: WatchedStatus = {
  runId: 'hn',
  pipeline: 'hacker-news',
  state: 'running',
  stopping: false,
  startedAt: '2026-11-21T07:30:00.000Z',
  endedAt: null,
  progress: null,
  current: false,
  summary: null,
  pending: [],
  limits: [],
  connected: true,
};

function createRecorder(liveWidth: number | undefined): {
  terminal: Terminal;
  said: string[];
  live: string[];
} {
  const said: string[] = [];
  const live: string[] = [];
  const terminal: Terminal = {
    width: undefined,
    liveWidth,
    colour: false,
    print: () => undefined,
    say: (text) => void said.push(text),
    live: (text) => void live.push(text),
    flush: () => Promise.resolve(),
  };
  return { terminal, said, live };
}

test('where nothing can be overwritten, a line is said when something changed and every ten seconds', () => {
  let now = 0;
  const { terminal, said, live } = createRecorder(undefined);
  const reporter = createProgressReporter(terminal, () => now);
  for (now = 0; now < 25_000; now += 1_000) reporter.report(status);
  expect(said).toHaveLength(3);
  reporter.report({ ...status, connected: false });
  expect(said).toHaveLength(4);
  expect(live).toEqual([]);
});

test('on a terminal the line is replaced each time, and fits', () => {
  const { terminal, said, live } = createRecorder(12);
  const reporter = createProgressReporter(terminal, () => 0);
  reporter.report(status);
  reporter.report({ ...status, connected: false });
  expect(live).toEqual(['waiting fo…', 'Temporal d…']);
  expect(said).toEqual([]);
});

test('a line is said at once when a run is asked to stop', () => {
  const { terminal, said } = createRecorder(undefined);
  const reporter = createProgressReporter(terminal, () => 0);
  reporter.report(status);
  reporter.report({ ...status, stopping: true });
  reporter.report({ ...status, stopping: true });
  expect(said).toHaveLength(2);
});
