import { describe, expect, test } from 'vitest';

import { datasetDefaults, landingDefaults, retryDefaults, type ActivityDefaults } from './run/activities.ts';
import { limits } from './limits.ts';
import { activityOverrides, batchOverrides } from './run/overrides.ts';
import { pipelines } from './pipeline/registry.ts';
import { terminalErrors } from './errors.ts';
import { taskQueues } from './task-queues.ts';
import { validateInput } from './input/validate-input.ts';

/** https://docs.temporal.io/cloud/limits: what Temporal itself allows. */
const temporal = { payloadBytes: 262_144, failureBytes: 4_096, pendingActivities: 2_000, idBytes: 1_000 };

test('payloads, failures and ids stay within what Temporal takes', () => {
  expect(limits.payloadBytes).toBeLessThan(temporal.payloadBytes);
  expect(limits.failureBytes).toBeLessThan(temporal.failureBytes);
  expect(limits.runIdCharacters * 4).toBeLessThan(temporal.idBytes);
});

test('a workflow never has more activities pending than Temporal takes', () => {
  expect(limits.batchesPerShard * limits.shardsAtOnce).toBeLessThan(temporal.pendingActivities);
  expect(batchOverrides.parallel.maximum).toBeLessThanOrEqual(limits.batchesPerShard);
});

test('a backfill continues as new, with what is in flight, before its history is too long', () => {
  // Each has its start behind it: its end is one event, with a workflow task of three.
  const left = limits.backfillParallel * (1 + 3);
  expect(limits.historyEvents + left).toBeLessThan(4_096);
});

const activities: [string, ActivityDefaults][] = Object.entries({ ...landingDefaults, ...datasetDefaults });

describe.each(activities)('the activity %s', (_, defaults) => {
  test('is bounded for each attempt and in all', () => {
    expect(defaults.startToCloseTimeout).toBeGreaterThan(0);
    expect(defaults.scheduleToCloseTimeout).toBeGreaterThan(defaults.startToCloseTimeout);
    expect(defaults.heartbeatTimeout ?? 1).toBeLessThan(defaults.startToCloseTimeout);
  });

  test('runs where the credentials are, and ends at once for terminal errors only', () => {
    expect(defaults.taskQueue).toBe(taskQueues.activities);
    expect(defaults.retry.nonRetryableErrorTypes).toEqual(Object.values(terminalErrors));
  });
});

test('landing is retried for as long as its bound: the attempts are the first to run out', () => {
  const { initialInterval, backoffCoefficient, maximumInterval, maximumAttempts } = retryDefaults;
  const waits = Array.from({ length: maximumAttempts - 1 }, (_, retry) =>
    Math.min(initialInterval * backoffCoefficient ** retry, maximumInterval),
  );
  const total = waits.reduce((sum, wait) => sum + wait, 0);
  expect(total).toBeLessThan(landingDefaults.land.scheduleToCloseTimeout);
});

describe.each(pipelines.map((pipeline) => [pipeline.name, pipeline] as const))(
  'the pipeline %s',
  (_, pipeline) => {
    test('keeps to the bounds that overrides are held to', () => {
      expect(validateInput(batchOverrides, pipeline.batch)).toEqual({ input: pipeline.batch });
      expect(pipeline.batch.chunk).toBeLessThanOrEqual(pipeline.batch.size);
      expect(pipeline.quarantineLimit).toBeGreaterThanOrEqual(0);
      expect(pipeline.quarantineLimit).toBeLessThanOrEqual(1);
    });

    test('has defaults that its own schema takes', () => {
      const required = Object.entries(pipeline.input).filter(
        ([, field]) => field.default === undefined && !field.optional,
      );
      const missing = validateInput(pipeline.input, {}).problems?.map(({ field }) => field) ?? [];
      expect(missing).toEqual(required.map(([name]) => name));
    });

    test('binds its fields to fields that there are', () => {
      const named = Object.values(pipeline.input).flatMap(({ requires = [], excludes = [], atLeast }) => [
        ...requires,
        ...excludes,
        ...(atLeast === undefined ? [] : [atLeast]),
      ]);
      expect(Object.keys(pipeline.input)).toEqual(expect.arrayContaining(named));
    });
  },
);

test('overrides of activities are milliseconds of at least a second', () => {
  const { problems } = validateInput(activityOverrides, { attemptTimeout: 30, heartbeatTimeout: 999 });
  expect(problems?.map(({ field }) => field)).toEqual(['attemptTimeout', 'heartbeatTimeout']);
});
