import { checkStart, type StartOptions, type StartOutcome } from '@headrace/client';
import { pipelines, toRunSpec, type AnyPipelineContract, type RunSummary } from '@headrace/contracts';

import type { Terminal } from '../terminal.ts';
import { toJson } from '../text.ts';
import { toCounts } from './result.ts';

const meanings: Readonly<Record<StartOutcome, string>> = {
  started: 'started',
  'running-already': 'was running already; this is that run',
  'done-already': 'was done already; this is its result, --again starts over',
  'goes-on': 'had not completed; it goes on from what it kept',
  'starts-over': 'starts over',
};

export interface Outcome {
  readonly runId: string;
  readonly outcome: StartOutcome;
  /** The totals of the run before, where known. */
  readonly kept?: RunSummary | null;
  readonly mayBePruned?: boolean;
  /** Which Temporal it is in. */
  readonly temporal: string;
}

/** Says what a start led to. */
export function sayOutcome(
  terminal: Terminal,
  { runId, outcome, kept, mayBePruned, temporal }: Outcome,
): void {
  const counts = kept ? `: ${toCounts(kept)}` : '';
  const amount = mayBePruned ? `${counts}; if that was pruned since, ${sayPruned(kept)}` : counts;
  terminal.say(`run ${runId} ${meanings[outcome]}${amount} (${temporal})`);
}

/** The store refuses a pruned run that had published, although its execution failed later. */
function sayPruned(kept: RunSummary | null | undefined): string {
  return kept?.version == null ? 'it begins anew' : 'it is refused, and --again starts over';
}

/** Formats the checked request: the input with its defaults, the rest as given. Throws `InvalidInput`. */
export function formatRequest(
  contract: AnyPipelineContract,
  options: StartOptions<AnyPipelineContract>,
): string {
  const { request, start } = checkStart(pipelines, contract, options);
  const { input } = toRunSpec(contract, request);
  return toJson({ pipeline: contract.name, ...start, ...request, input });
}
