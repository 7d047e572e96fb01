import { Context } from '@temporalio/activity';

/** Several beats fit one timeout, so that a late one costs nothing. */
export const beatsPerTimeout = 4;

/** Beats while work goes on that cannot say how far it is: a long statement, or a source that lets itself be waited for. */
export async function withBeats<Result>(work: () => Promise<Result>): Promise<Result> {
  const context = Context.current();
  const { heartbeatTimeoutMs } = context.info;
  if (heartbeatTimeoutMs === undefined) return work();
  const timer = setInterval(() => context.heartbeat(), heartbeatTimeoutMs / beatsPerTimeout);
  return work().finally(() => clearInterval(timer));
}
