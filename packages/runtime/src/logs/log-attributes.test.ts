import type { ActivityExecuteInput } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';

import { createLogAttributes } from './log-attributes.ts';

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
