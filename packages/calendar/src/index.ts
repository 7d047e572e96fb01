export { checkWhen, readCalendar, formatWhen, toWhen, type Grain } from './when.ts';
export { readCron, type CronFields } from './cron.ts';
export { daylightNotes, type DaylightNote } from './daylight-notes.ts';
export {
  intervalAt,
  intervalsBetween,
  nextIntervals,
  nextTimes,
  type Range,
  type NextTimesOptions,
} from './intervals.ts';
export { toInstant } from './zone.ts';
