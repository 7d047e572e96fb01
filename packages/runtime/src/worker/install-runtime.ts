import { Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';

import { toTemporalLogger } from '../logs/to-temporal-logger.ts';
import { StartFailure } from '../process/start-failure.ts';

export interface RuntimeOptions {
  readonly logger: Logger;
  /** `host:port` of the Prometheus endpoint. */
  readonly metricsAddress: string | undefined;
}

/** Has Temporal's SDK log and count the way the process does, and leave its signals alone. Once a process. */
export function installRuntime({ logger, metricsAddress }: RuntimeOptions): Runtime {
  try {
    return Runtime.install({
      logger: toTemporalLogger(logger),
      shutdownSignals: [],
      telemetryOptions: {
        logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} },
        ...(metricsAddress && { metrics: { prometheus: { bindAddress: metricsAddress } } }),
      },
    });
  } catch (error) {
    if (metricsAddress === undefined) throw error;
    throw new StartFailure(
      `Metrics cannot be served at ${metricsAddress} (HEADRACE_METRICS_ADDRESS): ${String(error)}`,
    );
  }
}
