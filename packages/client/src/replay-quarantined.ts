import {
  replayRequest,
  type AnyPipelineContract,
  type ReplayPreview,
  type ReplayRequest,
} from '@headrace/contracts';

import { askQuarantine, checkFilter } from './ask-quarantine.ts';
import { createRunId } from './create-run-id.ts';
import { InvalidInput } from './errors/invalid-input.ts';
import type { Settings } from './settings.ts';
import type { AnyStartOptions } from './start-options.ts';
import { startRun, type RunStart } from './start-run.ts';

/** Options of a run, without what a replay takes from the run it replays. */
export type ReplayOptions = Omit<AnyStartOptions, 'input' | 'replay'>;

export interface ReplayStart extends RunStart {
  readonly contract: AnyPipelineContract;
  /** Items in quarantine when it was asked for. */
  readonly items: number;
}

/**
 * Starts a run of the same pipeline over quarantined items; `undefined`, and no run, where there are none.
 * However many fail again, it concludes, unless its overrides say otherwise.
 * Throws `InvalidInput`, `RunNotFound`, `NoAnswer`, and what a start throws.
 */
export async function replayQuarantined(
  settings: Settings,
  replay: ReplayRequest,
  options: ReplayOptions = {},
): Promise<ReplayStart | undefined> {
  checkFilter(replay, replayRequest);
  const preview = await previewReplay(settings, replay);
  if (preview.items === 0) return undefined;
  const contract = findContract(settings, preview);
  const started = await startRun(settings, contract, {
    ...options,
    id: options.id ?? createRunId(`${replay.run}-replay`),
    input: preview.input,
    replay,
  });
  return { ...started, contract, items: preview.items };
}

function previewReplay(settings: Settings, replay: ReplayRequest): Promise<ReplayPreview> {
  return askQuarantine(settings, 'previewReplay', { request: replay, run: replay.run, work: 'reading' });
}

function findContract({ pipelines }: Settings, { pipeline }: ReplayPreview): AnyPipelineContract {
  const contract = pipelines.find(({ name }) => name === pipeline);
  if (contract) return contract;
  const message = `its pipeline ${pipeline} is not known here; there are ${pipelines.map(({ name }) => name).join(', ')}`;
  throw new InvalidInput('the quarantine', [{ field: 'run', message: `run: ${message}` }]);
}
