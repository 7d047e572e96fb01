import type { RunLimit } from '@headrace/client';

import { plural, formatUtc } from '../numbers.ts';

/** `limited by the request budget of api.example, 3 requests/s, shared by hacker-news and tides (3 batches)`. */
export function formatLimit(limit: RunLimit): string {
  const { activities, by } = limit;
  // A plan waits for a slot, too.
  const amount =
    by === 'slot' ? plural(activities, 'activity', 'activities') : plural(activities, 'batch', 'batches');
  return `limited by ${nameLimit(limit)} (${amount})`;
}

function nameLimit(limit: RunLimit): string {
  const { by, host, until, workers } = limit;
  switch (by) {
    case 'budget':
      return `the request budget of ${toHost(host)}${describeBudget(limit)}`;
    case 'retry-after':
      return `${toHost(host)}, which asked to wait until ${until === undefined ? 'later' : `${formatUtc(until)} UTC`}`;
    case 'source':
      return `the answers of ${toHost(host)}`;
    case 'store':
      return 'the store: commits take longer than requests';
    case 'slot':
      return workers === 0
        ? 'the lack of an activity worker: none polls'
        : `free slots of ${plural(workers ?? 0, 'activity worker')}`;
  }
}

/** `, 3 requests/s, shared by hacker-news and tides (3 runs, 2 workers)`. */
function describeBudget({ requestsPerSecond, pipelines = [], runs = 1, workers = 1 }: RunLimit): string {
  const rate = requestsPerSecond === undefined ? '' : `, ${requestsPerSecond} requests/s`;
  const sharers = [
    ...(runs > 1 ? [plural(runs, 'run')] : []),
    ...(workers > 1 ? [plural(workers, 'worker')] : []),
  ];
  if (sharers.length === 0) return rate;
  const names = pipelines.length === 0 ? '' : ` by ${pipelines.join(' and ')}`;
  return `${rate}, shared${names}: ${sharers.join(' on ')}`;
}

function toHost(host: string | undefined): string {
  return host === undefined ? 'the source' : host.replace(/^https?:\/\//, '');
}
