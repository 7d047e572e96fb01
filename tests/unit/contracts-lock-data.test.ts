import { expect, test } from 'vitest';

import { compareLocks } from '../../scripts/contracts/compare-locks.ts';
import { formatBreaks } from '../../scripts/contracts/show-changes.ts';
import { columns, edit, findBreak, feed, limit, lock, type BreakingChange } from '../support/edit-lock.ts';

const column = { name: 'votes', type: 'integer', nullable: true };

const changes: BreakingChange[] = [
  [
    'a pipeline that is gone',
    { 'pipelines/hacker-news': undefined },
    'pipeline hacker-news: is gone',
    { whom: /schedules that name it/, instead: /keep it/ },
  ],
  [
    'a pipeline of another name',
    { 'pipelines/hacker-news': undefined, 'pipelines/hn': lock.pipelines['hacker-news'] },
    'pipeline hacker-news: is gone; new are hn',
    { whom: /runs in progress/, instead: /beside it/ },
  ],
  [
    "a pipeline's workflow of another name",
    { 'pipelines/hacker-news/workflow': 'topStories' },
    'workflow of the pipeline hacker-news: was hackerNews and is topStories',
    { whom: /callers in other services/, instead: /keep the name/ },
  ],
  [
    'a workflow that is exported no more',
    { 'workflows/readRows': undefined },
    'workflow readRows: is gone',
    { whom: /runs in progress/, instead: /keep it/ },
  ],
  [
    "a pipeline's other dataset",
    { 'pipelines/hacker-news/dataset': 'stories' },
    'dataset of the pipeline hacker-news: was hacker_news_stories and is stories',
    { whom: /read the table/, instead: /new pipeline/ },
  ],
  [
    'a dataset that is gone',
    { [columns]: undefined },
    'dataset hacker_news_stories: is gone',
    { whom: /wait for its versions/, instead: /keep it/ },
  ],
  [
    'another task queue',
    { 'taskQueues/activities': 'headrace-io' },
    'task queue activities: was headrace-activities and is headrace-io',
    { whom: /deployed workers/, instead: /second queue/ },
  ],
  [
    'an input field that is gone',
    { [limit]: undefined },
    'input limit of the pipeline hacker-news: is gone',
    { whom: /an unknown field is refused/, instead: /keep it/ },
  ],
  [
    'an input field of another name',
    {
      [limit]: undefined,
      'pipelines/hacker-news/input/count': lock.pipelines['hacker-news']?.input['limit'],
    },
    'input limit of the pipeline hacker-news: is gone; new are count',
    { whom: /give it/, instead: /keep it/ },
  ],
  [
    'a new input field that must be given',
    { 'pipelines/hacker-news/input/language': { type: 'string' } },
    'input language of the pipeline hacker-news: is new and must be given',
    { whom: /do not give it/, instead: /optional, or give it a default/ },
  ],
  [
    'an input field of another type',
    { [`${limit}/type`]: 'string' },
    'type of the input limit of the pipeline hacker-news: was integer and is string',
    { whom: /type that was/, instead: /new optional field/ },
  ],
  [
    'a narrower enum',
    { [`${feed}/enum`]: ['top', 'new', 'best'] },
    'input feed of the pipeline hacker-news: ask, show, job is not allowed any more',
    { whom: /what was valid/, instead: /accept what was accepted/ },
  ],
  [
    'a lower maximum',
    { [`${limit}/maximum`]: 100 },
    'maximum of the input limit of the pipeline hacker-news: was 500 and is 100',
    { whom: /what was valid/, instead: /new pipeline/ },
  ],
  [
    'a higher minimum',
    { [`${limit}/minimum`]: 5 },
    'minimum of the input limit of the pipeline hacker-news: was 1 and is 5',
    { whom: /what was valid/, instead: /new pipeline/ },
  ],
  [
    'a bound where there was none',
    { [`${feed}/maxLength`]: 3 },
    'maxLength of the input feed of the pipeline hacker-news: was not there and is 3',
    { whom: /what was valid/, instead: /accept/ },
  ],
  [
    'another default',
    { [`${limit}/default`]: 20 },
    'default of the input limit of the pipeline hacker-news: was 10 and is 20',
    { whom: /the same input would mean something else/, instead: /keep the default/ },
  ],
  [
    'a default that is gone',
    { [`${limit}/default`]: undefined },
    'input limit of the pipeline hacker-news: could be left out and must be given',
    { whom: /leave it out/, instead: /keep the default, 10/ },
  ],
  [
    'a new relation between fields',
    { 'pipelines/hacker-news-archive/input/from/requires': ['to'] },
    'requires of the input from of the pipeline hacker-news-archive: was not there and is ["to"]',
    { whom: /what was valid/, instead: /accept/ },
  ],
  [
    'a narrower bound of a tuning',
    { 'inputs/tunings/parallel/maximum': 20 },
    'maximum of the input parallel of the schema tunings: was 200 and is 20',
    { whom: /what was valid/, instead: /accept/ },
  ],
  [
    'a column that is gone',
    { [`${columns}/score`]: undefined },
    'column score of the dataset hacker_news_stories: is gone',
    { whom: /read the table/, instead: /new nullable column/ },
  ],
  [
    'a column of another name',
    { [`${columns}/postedAt`]: undefined, [`${columns}/createdAt`]: { ...column, name: 'created_at' } },
    'column posted_at of the dataset hacker_news_stories: is gone; new are createdAt',
    { whom: /read the table/, instead: /keep it/ },
  ],
  [
    'a column of another type',
    { [`${columns}/score/type`]: 'number' },
    'type of the column score of the dataset hacker_news_stories: was integer and is number',
    { whom: /DatasetMismatch/, instead: /new nullable column/ },
  ],
  [
    'a nullable column that may not be null any more',
    { [`${columns}/url/nullable`]: false },
    'column url of the dataset hacker_news_stories: might be null and may not',
    { whom: /rows that are there/, instead: /leave it nullable/ },
  ],
  [
    'a column that may be null now',
    { [`${columns}/title/nullable`]: true },
    'column title of the dataset hacker_news_stories: was never null and may be',
    { whom: /do not expect null/, instead: /new nullable column/ },
  ],
  [
    'a new column that may not be null',
    { [`${columns}/votes`]: { ...column, nullable: false } },
    'column votes of the dataset hacker_news_stories: is new and may not be null',
    { whom: /rows that are there/, instead: /make it nullable/ },
  ],
];

test.each(changes)('%s breaks others, and says so', (_name, edits, change, { whom, instead }) => {
  const broken = findBreak(edits, change);
  expect(broken.whom).toMatch(whom);
  expect(broken.instead).toMatch(instead);
});

test('a watermark of another kind breaks incremental runs', () => {
  const before = edit({ 'pipelines/hacker-news/watermark': { type: 'timestamp', overlap: 0 } });
  const after = edit({ 'pipelines/hacker-news/watermark': { type: 'integer', overlap: 0 } });
  expect(formatBreaks(compareLocks(before, after))).toContain('incremental runs');
});

test('the message says what, for whom and what to do instead', () => {
  const edited = edit({ [`${limit}/maximum`]: 100, 'taskQueues/workflows': 'headrace' });
  expect(formatBreaks(compareLocks(lock, edited))).toMatchInlineSnapshot(`
    "2 changes break what others hold on to, as contracts.lock.json has it:
    - maximum of the input limit of the pipeline hacker-news: was 500 and is 100
      breaks   callers and schedules that give what was valid
      instead  accept what was accepted; a pipeline that takes less is a new pipeline
    - task queue workflows: was headrace-workflows and is headrace
      breaks   running workflows and callers, whose tasks go to the queue that was, and deployed workers, which poll it
      instead  keep the name; to move work, let workers poll a second queue beside it until the first is empty
    Where nobody holds on to it: pnpm contracts:lock --accept-breaking "why that is so""
  `);
});
