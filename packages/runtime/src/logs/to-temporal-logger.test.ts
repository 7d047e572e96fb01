import { pino, type Logger } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';

import { toTemporalLogger } from './to-temporal-logger.ts';

let records: Record<string, unknown>[];
let logger: Logger;

beforeEach(() => {
  records = [];
  const write = (line: string): void => void records.push(JSON.parse(line) as Record<string, unknown>);
  logger = pino({ level: 'info', base: null, timestamp: false }, { write });
});

describe('toTemporalLogger', () => {
  it("says run for a workflow's id and execution for Temporal's run id", () => {
    toTemporalLogger(logger).warn('Activity failed', {
      sdkComponent: 'worker',
      namespace: 'default',
      taskQueue: 'headrace-activities',
      workflowId: 'run-1',
      runId: '0199-uuid',
      workflowType: 'hackerNews',
      activityType: 'land',
      activityId: '7',
      attempt: 2,
    });
    expect(records).toEqual([
      {
        level: 40,
        run: 'run-1',
        execution: '0199-uuid',
        workflow: 'hackerNews',
        activity: 'land',
        attempt: 2,
        component: 'worker',
        msg: 'Activity failed',
      },
    ]);
  });

  it('keeps the run that an activity was called with', () => {
    toTemporalLogger(logger).info('Chunk landed', { workflowId: 'run-1/shard-3', run: 'run-1', batch: 4 });
    expect(records).toMatchObject([{ run: 'run-1', batch: 4 }]);
  });

  it("leaves out what the SDK's worker tells of its own states", () => {
    const temporal = toTemporalLogger(logger);
    temporal.info('Worker state changed', { sdkComponent: 'worker', state: 'RUNNING' });
    temporal.log('WARN', 'No activities registered, not polling for activity tasks', {
      sdkComponent: 'worker',
    });
    expect(records).toEqual([]);
  });
});
