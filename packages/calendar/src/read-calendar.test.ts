import { expect, test } from 'vitest';

import { readCalendar } from './read-calendar.ts';

test.each([
  ['hour=6 minute=0 dayOfWeek=MON-FRI', '0 6 * * MON-FRI'],
  ['dayOfMonth=1', '0 0 1 * *'],
  ['second=30 hour=*', '30 0 * * * * *'],
  ['month=JAN,JUL dayOfMonth=15 hour=12', '0 12 15 JAN,JUL *'],
])('%s is the cron expression %s', (text, cron) => {
  expect(readCalendar(text)).toBe(cron);
});

test.each([
  ['hour=6 hour=7', 'gives a field twice'],
  ['hours=6', 'calendar: "hours=6" is not a field with its value'],
  ['hour', 'there are second, minute, hour, dayOfMonth, month, dayOfWeek, year'],
  ['', 'is not a field with its value'],
])('%j is refused', (text, problem) => {
  expect(() => readCalendar(text)).toThrow(problem);
});
