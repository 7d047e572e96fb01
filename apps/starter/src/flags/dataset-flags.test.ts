import { expect, test } from 'vitest';

import { readAfter } from './dataset-flags.ts';

const dataset = 'hacker_news_stories';
const patient = { dataset, interval: 'same', within: 7_200_000, otherwise: 'fail' };

test.each([
  [dataset, [patient]],
  [
    `${dataset} interval=latest within=30m otherwise=skip`,
    [{ dataset, interval: 'latest', within: 1_800_000, otherwise: 'skip' }],
  ],
  [`${dataset},otherwise=use-latest`, [{ ...patient, otherwise: 'use-latest' }]],
  [
    `${dataset};discourse_topics within=5s`,
    [patient, { ...patient, dataset: 'discourse_topics', within: 5_000 }],
  ],
  ['none', []],
])('%s', (text, after) => {
  expect(readAfter(text)).toEqual(after);
});

test.each([
  [`${dataset} interval=next`, '"next" is not one of same, latest'],
  [`${dataset} within=long`, 'within: "long" is not a duration from 0ms to 365d, such as 500ms, 30s'],
  [`${dataset} otherwise`, 'otherwise is not one of interval=, within=, otherwise='],
  [`${dataset} until=2h`, 'until: no such field; there are interval, within, otherwise'],
  ['interval=same', 'the dataset comes first'],
])('%s is refused with what is valid', (text, message) => {
  expect(() => readAfter(text)).toThrow(`--after: ${JSON.stringify(text)}: `);
  expect(() => readAfter(text)).toThrow(message);
});
