import type {
  Discarded,
  QuarantinedItem,
  QuarantineFilter,
  QuarantinePage,
  ReplayRequest,
} from '@headrace/contracts';

import { askQuarantine, checkFilter } from './ask-quarantine.ts';
import { readQuarantinedItem, readQuarantinePages, type QuarantineOptions } from './read-quarantine.ts';
import { replayQuarantined, type ReplayOptions, type ReplayStart } from './replay-quarantined.ts';
import type { Settings } from './settings.ts';

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
