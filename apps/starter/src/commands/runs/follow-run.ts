import type { HeadraceClient } from '@headrace/client';

import type { CommandContext } from '../../context.ts';
import { withNextStep } from '../../errors/explain.ts';
import { createProgressReporter } from '../../output/progress.ts';

export interface Followed {
  readonly headrace: HeadraceClient;
  readonly runId: string;
}

/** Shows a run's progress until it ends, and gives its result. An interruption leaves the run going on. */
export async function followRun(context: CommandContext, followed: Followed): Promise<unknown> {
  context.interrupt.follow(followed.runId);
  await reportProgress(context, followed);
  return awaitRun(context, followed);
}

/** Waits for a run's result in silence. An interruption leaves the run going on. */
export async function awaitRun(
  { interrupt }: CommandContext,
  { headrace, runId }: Followed,
): Promise<unknown> {
  interrupt.follow(runId);
  try {
    return await headrace.result(runId, { signal: interrupt.signal });
  } catch (error) {
    throw withNextStep(error, runId);
  }
}

/** Shows a run's progress until it ends, however it ends. */
export async function reportProgress(
  { terminal, interrupt }: CommandContext,
  { headrace, runId }: Followed,
): Promise<void> {
  const { signal } = interrupt;
  const reporter = createProgressReporter(terminal);
  for await (const status of headrace.watch(runId, { signal })) reporter.report(status);
  terminal.live('');
}
