export { checkWhen, readCalendar, formatWhen, toWhen, type Grain } from './when.ts';
export { readCron, type CronFields } from './cron/cron.ts';
export { daylightNotes, type DaylightNote } from './times/daylight-notes.ts';
export {
  intervalAt,
  intervalsBetween,
  nextIntervals,
  nextTimes,
  type Range,
  type NextTimesOptions,
} from './times/intervals.ts';
export { toInstant } from './zone.ts';
