import { terminalErrors } from '@headrace/contracts';

import { toErrorType } from './explain.ts';

/** Gives the error with which a followed run ended what to do next, as `next`; any other error stays as it is. */
export function withNextStep(error: unknown, runId: string): unknown {
  const next = toNextStep(error, runId);
  return next === undefined ? error : Object.assign(error as Error, { next });
}

function toNextStep(error: unknown, runId: string): string | undefined {
  const type = toErrorType(error);
  if (type !== 'RunFailed' && type !== 'RunCancelled') return undefined;
  const { failure } = error as { failure?: { type: string } };
  switch (failure?.type) {
    // Their messages say what to change; the same again would be refused again.
    case terminalErrors.invalidInput:
    case terminalErrors.runPruned:
      return undefined;
    case terminalErrors.quarantineLimit:
      return [
        `which and why: headrace quarantine list --run ${runId}`,
        `once it is mended: headrace quarantine replay --run ${runId}`,
        `to publish without them: the same command with --id ${runId} and a higher --quarantine-limit`,
      ].join('\n');
    default:
      return `what it landed is kept; the same command with --id ${runId} goes on from there`;
  }
}
