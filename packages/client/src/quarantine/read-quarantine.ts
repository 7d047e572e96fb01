import type {
  QuarantinedItem,
  QuarantineFilter,
  QuarantinePage,
  ReadQuarantineRequest,
} from '@headrace/contracts';

import { NotQuarantined } from '../errors/run-errors.ts';
import type { Settings } from '../temporal/settings.ts';
import { askQuarantine, checkFilter } from './ask-quarantine.ts';

export interface QuarantineOptions {
  /** Items at most; all of them by default, and 0 for the totals alone. */
  readonly limit?: number;
}

/** Items asked for at once; a page holds as many of them as fit a payload. */
const pageSize = 1_000;

/**
 * Quarantined items by run and key, a page at a time; every page is one short workflow.
 * Throws `InvalidInput`, `RunNotFound`, `NoAnswer` or `TemporalUnreachable`.
 */
export async function* readQuarantinePages(
  settings: Settings,
  filter: QuarantineFilter = {},
  { limit = Infinity }: QuarantineOptions = {},
): AsyncGenerator<QuarantinePage, void> {
  checkFilter(filter);
  let wanted = limit;
  let request: ReadQuarantineRequest = { filter, limit: Math.min(wanted, pageSize) };
  for (;;) {
    const page = await readPage(settings, request);
    yield page;
    wanted -= page.items.length;
    if (page.next === undefined || wanted <= 0) return;
    request = { filter, limit: Math.min(wanted, pageSize), after: page.next };
  }
}

/** One item with its record. Throws `NotQuarantined`, and as `readQuarantinePages` does. */
export async function readQuarantinedItem(
  settings: Settings,
  run: string,
  key: string,
): Promise<QuarantinedItem> {
  const filter = { run, key };
  checkFilter(filter);
  const page = await readPage(settings, { filter, limit: 1, records: true });
  const [item] = page.items;
  if (item === undefined) throw new NotQuarantined(run, key);
  return item;
}

function readPage(settings: Settings, request: ReadQuarantineRequest): Promise<QuarantinePage> {
  return askQuarantine(settings, 'readQuarantine', { request, run: request.filter.run, work: 'reading' });
}
