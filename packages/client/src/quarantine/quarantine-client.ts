import {
  replayRequest,
  type Discarded,
  type OptionsOf,
  type StartFields,
  type QuarantinedItem,
  type QuarantineFilter,
  type QuarantinePage,
  type ReplayRequest,
  type AnyPipelineContract,
  type ReplayPreview,
} from '@headrace/contracts';

import { InvalidInput } from '../errors/headrace-error.ts';
import { createRunId, startRun, type RunStart } from '../runs/start-run.ts';
import type { Settings } from '../temporal/settings.ts';
import { askQuarantine, checkFilter } from './ask-quarantine.ts';
import { readQuarantinedItem, readQuarantinePages, type QuarantineOptions } from './read-quarantine.ts';

/**
 * Works with what runs could not land, through the workers: the database is theirs. Every method throws `InvalidInput`
 * for a filter that is none, `RunNotFound`, and `NoAnswer` without a worker.
 */
export interface QuarantineClient {
  /** Quarantined items by run and key, a page at a time, each page with the totals by reason. */
  pages(filter?: QuarantineFilter, options?: QuarantineOptions): AsyncIterable<QuarantinePage>;
  /** One item with its raw record. Throws `NotQuarantined`. */
  item(run: string, key: string): Promise<QuarantinedItem>;
  /** Takes items out of quarantine for good. Refuses an empty filter. */
  discard(filter: QuarantineFilter): Promise<Discarded>;
  /** Starts a run over items of another run's quarantine; `undefined` where there are none. Throws what `start` throws. */
  replay(replay: ReplayRequest, options?: ReplayOptions): Promise<ReplayStart | undefined>;
}

export function createQuarantineClient(settings: Settings): QuarantineClient {
  return {
    pages: (filter, options) => readQuarantinePages(settings, filter, options),
    item: (run, key) => readQuarantinedItem(settings, run, key),
    async discard(filter) {
      checkFilter(filter);
      const { run } = filter;
      return askQuarantine(settings, 'discardQuarantine', { request: filter, run, work: 'discarding from' });
    },
    replay: (replay, options) => replayQuarantined(settings, replay, options),
  };
}

/** The options of a replay; all else comes from the replayed run. */
export type ReplayOptions = OptionsOf<'replay'> & StartFields;

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
async function replayQuarantined(
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
