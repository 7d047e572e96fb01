import type { ActivityInterceptors } from '@temporalio/worker';

/** Names the run, and its batch or shard, in every record of an activity, from the request it was called with. */
export function createLogAttributes(): Required<ActivityInterceptors> {
  let attributes: Readonly<Record<string, unknown>> = {};
  return {
    inbound: {
      execute: (input, next) => {
        attributes = toAttributes(input.args[0]);
        return next(input);
      },
    },
    outbound: { getLogAttributes: (given, next) => next({ ...given, ...attributes }) },
  };
}

function toAttributes(request: unknown): Readonly<Record<string, unknown>> {
  if (typeof request !== 'object' || request === null) return {};
  const { runId: run, pipeline, batch, shard } = request as Readonly<Record<string, unknown>>;
  const named = Object.entries({ run, pipeline, batch, shard });
  return Object.fromEntries(
    named.filter(([, value]) => typeof value === 'string' || typeof value === 'number'),
  );
}
