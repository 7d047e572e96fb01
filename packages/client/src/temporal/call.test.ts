import {
  ActivityFailure,
  ApplicationFailure,
  RetryState,
  TimeoutFailure,
  TimeoutType,
} from '@temporalio/common';
import { expect, test } from 'vitest';

import { toCauses } from './call.ts';

function inActivity(cause: Error): ActivityFailure {
  return new ActivityFailure('Activity task failed', 'land', '1', RetryState.TIMEOUT, 'worker', cause);
}

test('the chain begins with what failed, not with where', () => {
  const cause = ApplicationFailure.create({ type: 'ECONNREFUSED', message: 'connect 127.0.0.1:5432' });
  const failure = ApplicationFailure.create({ type: 'StoreUnavailable', message: 'Postgres is gone', cause });
  expect(toCauses(inActivity(failure))).toEqual([
    { type: 'StoreUnavailable', message: 'Postgres is gone' },
    { type: 'ECONNREFUSED', message: 'connect 127.0.0.1:5432' },
  ]);
});

test('a timeout and a programming error have types of their own', () => {
  const timeout = new TimeoutFailure('activity timed out', undefined, TimeoutType.START_TO_CLOSE);
  expect(toCauses(inActivity(timeout))).toEqual([{ type: 'Timeout', message: 'activity timed out' }]);
  expect(toCauses(new RangeError('too far'))).toEqual([{ type: 'RangeError', message: 'too far' }]);
});

test('a wrapper without a cause is all there is', () => {
  const bare = new ActivityFailure('Activity task failed', 'land', '1', RetryState.TIMEOUT, 'worker');
  expect(toCauses(bare)).toMatchObject([{ message: 'Activity task failed' }]);
});
