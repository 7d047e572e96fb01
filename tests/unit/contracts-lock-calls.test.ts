import { expect, test } from 'vitest';

import { findBreak, lock, type BreakingChange } from '../support/edit-lock.ts';

const terminal = lock.errors.terminal.filter((type) => type !== 'RunNotFound');

const changes: BreakingChange[] = [
  [
    'a query of another name',
    { 'queries/run.progress': undefined, 'queries/run.state': lock.queries['run.progress'] },
    'query run.progress: is gone; new are run.state',
    { whom: /callers in other services/, instead: /name of its own/ },
  ],
  [
    'an update that is gone',
    { 'updates/run.tune': undefined },
    'update run.tune: is gone',
    { whom: /histories/, instead: /keep it/ },
  ],
  [
    'a signal that is gone',
    { 'signals/shard.steer': undefined },
    'signal shard.steer: is gone',
    { whom: /running workflows/, instead: /keep it/ },
  ],
  [
    'another name on the wire',
    { 'constants/control.pause': 'hold' },
    'constant control.pause: was pause and is hold',
    { whom: /deployed workers and callers/, instead: /keep it/ },
  ],
  [
    'an activity that is gone',
    { 'activities/countWords': undefined, 'options/countWords': undefined },
    'activity countWords: is gone',
    { whom: /have scheduled it/, instead: /keep it/ },
  ],
  [
    "an activity's other queue",
    { 'options/land/taskQueue': 'headrace-heavy' },
    'task queue of the activity land: was headrace-activities and is headrace-heavy',
    { whom: /waits in the queue that was/, instead: /new name/ },
  ],
  [
    "an activity's second argument",
    { 'activities/land/takes': ['LandRequest', 'string'] },
    'activity land: took 1 argument and takes 2 arguments',
    { whom: /deployed workflow workers/, instead: /optional fields/ },
  ],
  [
    'a field of an argument that is gone',
    { 'types/LandRequest/concurrency': undefined },
    'LandRequest.concurrency (activity land): is gone',
    { whom: /have scheduled it/, instead: /keep it/ },
  ],
  [
    'a new field of an argument that must be given',
    { 'types/PlanRequest/language': 'string' },
    'PlanRequest.language (activity plan): is new and must be given',
    { whom: /have scheduled it/, instead: /make it optional/ },
  ],
  [
    'a field of an argument that could be absent',
    { 'types/PlanRequest/uses?': undefined, 'types/PlanRequest/uses': { list: 'DatasetUse' } },
    'PlanRequest.uses (activity plan): could be absent and must be there',
    { whom: /have scheduled it/, instead: /leave it optional/ },
  ],
  [
    'a field of an argument of another type',
    { 'types/LandRequest/itemTimeout': 'string' },
    'LandRequest.itemTimeout (activity land): was number and is string',
    { whom: /have scheduled it/, instead: /optional field of the other type/ },
  ],
  [
    'a value that an argument may not have any more',
    { 'types/ConcludeRequest/outcome': ["'completed'", "'failed'"] },
    "ConcludeRequest.outcome (activity conclude): was 'cancelled' | 'completed' | 'failed' | 'skipped' and is 'completed' | 'failed'",
    { whom: /have scheduled it/, instead: /keep it/ },
  ],
  [
    'a field of a result that is gone',
    { 'types/BatchLanded/retries': undefined },
    'BatchLanded.retries (activity land): is gone',
    { whom: /histories hold results/, instead: /keep it/ },
  ],
  [
    'a field that no result of before has',
    { 'types/Shard/pages': 'number' },
    'Shard.pages (activity plan): is new, and no result of before has it',
    { whom: /histories hold results/, instead: /make it optional/ },
  ],
  [
    'a value that readers of a result do not know',
    { 'types/Conclusion/version': ['null', 'number', 'string'] },
    'Conclusion.version (activity conclude): was null | number and is null | number | string',
    { whom: /deployed workflow workers/, instead: /beside it/ },
  ],
  [
    "a field of a run's memo that is gone",
    { 'types/RunMemo/summary?': undefined },
    'RunMemo.summary (kept with a workflow): is gone',
    { whom: /write and read it as before/, instead: /keep it/ },
  ],
  [
    'a terminal error type that is gone',
    { 'errors/terminal': terminal },
    'terminal error types: RunNotFound is gone',
    { whom: /tell failures by it/, instead: /keep the type/ },
  ],
  [
    'a terminal error type that is retried now',
    { 'errors/terminal': terminal, 'errors/retryable': [...lock.errors.retryable, 'RunNotFound'] },
    'terminal error types: RunNotFound is of the other kind now',
    { whom: /retry what should end/, instead: /keep the type/ },
  ],
];

test.each(changes)('%s breaks others, and says so', (_name, edits, change, { whom, instead }) => {
  const broken = findBreak(edits, change);
  expect(broken.whom).toMatch(whom);
  expect(broken.instead).toMatch(instead);
});
