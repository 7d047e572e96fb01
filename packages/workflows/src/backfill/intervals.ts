import { intervalAt, intervalsBetween, type Range } from '@headrace/calendar';
import type { BackfillRequest, CarriedBackfill, Interval, TimedWhen } from '@headrace/contracts';

/** The intervals not looked at yet. */
export type Rest = Pick<CarriedBackfill, 'from' | 'to'>;

/** What is left of a backfill's intervals, in the order in which they are run. */
export function intervalsOf({ when, newestFirst, carried, ...asked }: BackfillRequest): Generator<Interval> {
  const { from, to } = carried ?? asked;
  const range = { from: new Date(from), to: new Date(to) };
  return newestFirst ? backwards(when, range) : intervalsBetween(when, range);
}

function* backwards(when: TimedWhen, range: Range): Generator<Interval> {
  const first = intervalsBetween(when, range).next();
  if (first.done) return;
  for (let before = range.to.getTime(); before > Date.parse(first.value.start);) {
    const interval = intervalAt(when, new Date(before - 1));
    yield interval;
    before = Date.parse(interval.start);
  }
}

/** What is left once an interval is taken. */
export function afterwards(
  interval: Interval,
  { rest, newestFirst }: { rest: Rest; newestFirst: boolean },
): Rest {
  return newestFirst ? { ...rest, to: interval.start } : { ...rest, from: interval.end };
}

/** So many at a time. */
export function* pagesOf<Item>(items: Iterable<Item>, size: number): Generator<readonly Item[]> {
  let page: Item[] = [];
  for (const item of items) {
    page.push(item);
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
