import type { ActivityExecuteInput } from '@temporalio/worker';
import { pino, type Logger } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';

import { toTemporalLogger, createLogAttributes } from './temporal-logger.ts';

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

/** The attributes of a record that an activity called with the request writes. */
async function attributesFor(request: unknown): Promise<Record<string, unknown>> {
  const { inbound, outbound } = createLogAttributes();
  const input: ActivityExecuteInput = { args: [request], headers: {} };
  let attributes: Record<string, unknown> = {};
  await inbound.execute?.(input, async () => {
    attributes = outbound.getLogAttributes?.({ attempt: 2 }, (given) => given) ?? {};
  });
  return attributes;
}

describe('createLogAttributes', () => {
  it('adds run, pipeline and batch of the request to what the SDK knows', async () => {
    expect(await attributesFor({ runId: 'run-1', pipeline: 'hacker-news', batch: 0, chunk: 250 })).toEqual({
      attempt: 2,
      run: 'run-1',
      pipeline: 'hacker-news',
      batch: 0,
    });
  });

  it.each([undefined, null, 'text', {}])('adds nothing for the request %j', async (request) => {
    expect(await attributesFor(request)).toEqual({ attempt: 2 });
  });
});
