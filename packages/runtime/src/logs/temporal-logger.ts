import type { Logger as TemporalLogger, ActivityInterceptors } from '@temporalio/worker';
import type { Logger } from 'pino';

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/** Lets Temporal's SDK, and through it workflows and activities, log where the process does. */
export function toTemporalLogger(logger: Logger): TemporalLogger {
  function write(level: Level, message: string, attributes: Attributes = {}): void {
    logger[isOwnLife(level, message, attributes) ? 'debug' : level](toOurWords(attributes), message);
  }
  return {
    log: (level, message, attributes) => write(level.toLowerCase() as Level, message, attributes),
    trace: (message, attributes) => write('trace', message, attributes),
    debug: (message, attributes) => write('debug', message, attributes),
    info: (message, attributes) => write('info', message, attributes),
    warn: (message, attributes) => write('warn', message, attributes),
    error: (message, attributes) => write('error', message, attributes),
  };
}

type Attributes = Readonly<Record<string, unknown>>;

/** Whether a record is about the SDK's own states; here a worker has either workflows or activities, by design. */
function isOwnLife(level: Level, message: string, { sdkComponent }: Attributes): boolean {
  return (
    sdkComponent === 'worker' && (level === 'info' || /^No (?:workflows|activities) registered/.test(message))
  );
}

/** A run's id is its workflow id; what Temporal calls run id is one execution of it. */
function toOurWords(attributes: Attributes): Attributes {
  const { workflowId, runId, workflowType, activityType, sdkComponent, ...others } = attributes;
  const {
    namespace: _namespace,
    taskQueue: _taskQueue,
    activityId: _activityId,
    isLocal: _isLocal,
    ...rest
  } = others;
  const renamed = {
    run: rest['run'] ?? workflowId,
    workflow: workflowType,
    activity: activityType,
    execution: runId,
    component: sdkComponent,
  };
  return {
    ...Object.fromEntries(Object.entries(renamed).filter(([, value]) => value !== undefined)),
    ...rest,
  };
}

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
