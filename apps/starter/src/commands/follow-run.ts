import type { HeadraceClient } from '@headrace/client';

import type { CommandContext } from '../context.ts';
import { createProgressReporter } from '../output/progress-reporter.ts';

export interface Followed {
  readonly headrace: HeadraceClient;
  readonly runId: string;
}

/** Shows a run's progress until it ends, and gives its result. An interruption leaves the run going on. */
export async function followRun(
  { terminal, interrupt }: CommandContext,
  { headrace, runId }: Followed,
): Promise<unknown> {
  const { signal } = interrupt;
  const reporter = createProgressReporter(terminal);
  interrupt.follow(runId);
  for await (const status of headrace.watch(runId, { signal })) reporter.report(status);
  terminal.live('');
  return headrace.result(runId, { signal });
}
