import type { TimedWhen } from '@headrace/contracts';

/** How long intervals are: a unit of the calendar, or ms. */
export type Grain = 'hour' | 'day' | 'week' | 'month' | number;

/** Hours, days, weeks from Monday and months begin as the zone's clocks say; a length in ms counts from the epoch. */
export function toWhen(grain: Grain, zone: string): TimedWhen {
  return typeof grain === 'number' ? { every: grain } : { cron: crons[grain], zone };
}

const crons: Readonly<Record<Exclude<Grain, number>, string>> = {
  hour: '0 * * * *',
  day: '0 0 * * *',
  week: '0 0 * * 1',
  month: '0 0 1 * *',
};
