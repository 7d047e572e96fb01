import { nextTimes } from '@headrace/calendar';
import type { TimedWhen } from '@headrace/contracts';
import { startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { Client, Connection, type ScheduleSpec } from '@temporalio/client';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isSampled, seed } from '../../support/sample.ts';

/** Each with a change of the clocks of its own kind; half an hour, at midnight, in either half of the year. */
const zones = [
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'America/Havana',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Pacific/Auckland',
  'Antarctica/Troll',
  'Australia/Lord_Howe',
];

const crons = [
  '0 * * * *',
  '*/10 0-4 * * *',
  '30 2 * * *',
  '0 2 * * *',
  '45 1 * * *',
  '15 0,1,2,3,23 * * *',
  '0 0 * * *',
  '0 12 * * SUN',
  '0 12 * * Saturday',
  '0 0 1 * *',
  '0 0 * * 5-7/2',
  '5/25 */6 * MAR-NOV 1-5',
  '10 0 2 * * * *',
  '@weekly',
];

const intervals: readonly TimedWhen[] = [
  { every: 36_000_000 },
  { every: 7 * 86_400_000, offset: 5 * 86_400_000 },
  { every: 90_000, offset: 30_000 },
];

interface Range {
  readonly from: string;
  readonly to: string;
}

/** The weeks in which clocks change, in both halves of the year. */
const ranges: readonly Range[] = [
  { from: '2027-03-08T12:00:00Z', to: '2027-05-03T12:00:00Z' },
  { from: '2027-09-01T12:00:00Z', to: '2027-11-12T12:00:00Z' },
];

type MatchingTimes = Awaited<ReturnType<Connection['workflowService']['listScheduleMatchingTimes']>>;

/** Times in one answer of the server at most. */
const page = 1_000;

describe('the calendar and the server', () => {
  let server: TemporalServer;
  let connection: Connection;
  let client: Client;
  let schedules = 0;

  beforeAll(async () => {
    server = await startTemporalServer();
    connection = await Connection.connect({ address: server.address });
    client = new Client({ connection });
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  /** What the server finds in each of the ranges. */
  async function theirs(when: TimedWhen, within: readonly Range[]): Promise<string[][]> {
    const scheduleId = `calendar-${(schedules += 1)}`;
    await client.schedule.create({
      scheduleId,
      spec: toSpec(when),
      action: { type: 'startWorkflow', workflowType: 'none', taskQueue: 'none' },
      state: { paused: true },
    });
    const found = await Promise.all(
      within.map(({ from, to }) =>
        connection.workflowService.listScheduleMatchingTimes({
          namespace: 'default',
          scheduleId,
          startTime: msToTs(Date.parse(from)),
          endTime: msToTs(Date.parse(to)),
        }),
      ),
    );
    return found.map(({ startTime }: MatchingTimes) =>
      (startTime ?? []).map((time) => new Date(tsToMs(time)).toISOString()),
    );
  }

  it.each(zones)(`find the same times in %s, where the clocks change too (seed ${seed})`, async (zone) => {
    const compared = crons.filter((cron) => isSampled(zone + cron, 3));
    const found = await Promise.all(compared.map((cron) => theirs({ cron, zone }, ranges)));
    for (const [index, cron] of compared.entries()) {
      for (const [at, range] of ranges.entries()) {
        const expected = found[index]![at]!.slice(0, page);
        expect(expected.length, `${cron} comes at all`).toBeGreaterThan(0);
        const times = ours({ cron, zone }, { ...range, found: expected.length });
        expect(times, `${cron} from ${range.from}`).toEqual(expected);
      }
    }
  });

  it('find the same 29 February', async () => {
    const when = { cron: '0 6 29 2 *', zone: 'Europe/Berlin' };
    const range = { from: '2026-01-01T00:00:00Z', to: '2050-01-01T00:00:00Z' };
    const [expected = []] = await theirs(when, [range]);
    expect(ours(when, { ...range, found: expected.length })).toEqual(expected);
  });

  it.each(intervals)('count %j from the same instant', async (when) => {
    const range = { from: '2026-11-21T10:00:00Z', to: '2026-11-22T10:00:00Z' };
    const [expected = []] = await theirs(when, [range]);
    expect(ours(when, { ...range, found: expected.length })).toEqual(expected);
  });

  it.each([
    '0 24 * * *',
    '0 6 0 * *',
    '0 6 * 13 *',
    '0 6 * * 8',
    '0 6 * * FRI-MON',
    '5-1 * * * *',
    '*/0 * * * *',
    '0 6 * *',
    '0 6 L * *',
    '1/2/3 * * * *',
  ])('both refuse %s', async (cron) => {
    const when = { cron, zone: 'UTC' };
    expect(() => nextTimes(when, { after: new Date(), limit: 1 })).toThrow(RangeError);
    await expect(theirs(when, ranges)).rejects.toThrow(/not in range|invalid|fields|slashes|before/i);
  });
});

function toSpec(when: TimedWhen): ScheduleSpec {
  if ('cron' in when) return { cronExpressions: [when.cron], timezone: when.zone };
  return { intervals: [{ every: when.every, ...(when.offset !== undefined && { offset: when.offset }) }] };
}

/** One more than the server found, where there is one. */
function ours(when: TimedWhen, { from, to, found }: Range & { readonly found: number }): string[] {
  const times = nextTimes(when, { after: new Date(from), limit: Math.min(page, found + 1) });
  return times.filter((time) => time.getTime() <= Date.parse(to)).map((time) => time.toISOString());
}
