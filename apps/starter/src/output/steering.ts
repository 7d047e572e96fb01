import type { Steering } from '@headrace/contracts';

import { toJson } from './json.ts';
import { plural } from './numbers.ts';
import type { Terminal } from './terminal.ts';

export interface Steered {
  readonly runId: string;
  readonly steering: Steering;
  readonly json?: boolean | undefined;
}

/** Prints how a run works from now on. */
export function printSteering(terminal: Terminal, { runId, steering, json }: Steered): void {
  terminal.print(json ? toJson({ runId, steering }) : `run ${runId}: ${showSteering(steering)}`);
}

/** `running, 4 batches at once with 32 requests each`. */
export function showSteering({ paused, parallel, concurrency }: Steering): string {
  const batches = plural(parallel, 'batch', 'batches');
  const requests = plural(concurrency, 'request');
  return `${paused ? 'paused' : 'running'}, ${batches} at once with ${requests} each`;
}
